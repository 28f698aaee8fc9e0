"""The fields that only a contact has."""

from unisono.cards.fields import ADDRESS_BLOCK, NOTE, SHARED, Field

NAME_PARTS = ("first_name", "middle_name", "surname")

CONTACT_FIELDS: tuple[Field, ...] = (
    Field("type", "choice", choices=("company", "person"), length=10, aliases="type tipo"),
    Field("first_name", length=100, only_of="person", aliases="firstname nombrepila"),
    Field("middle_name", length=100, only_of="person"),
    Field("surname", length=100, only_of="person", aliases="surname lastname apellidos"),
    Field("initials", length=30, only_of="person"),
    Field(
        "job_title",
        length=100,
        only_of="person",
        vcard="TITLE",
        aliases="contacttitle jobtitle title cargo cargocontacto puesto position",
    ),
    Field("email_2", "emails", length=254, section="communication", rank=1),
    Field("salutation_code", "code", refers_to="setup.Salutation"),
    Field("organizational_level_code", "code", refers_to="setup.OrganizationalLevel", only_of="person"),
    Field(
        "correspondence_type",
        "choice",
        choices=("", "hard_copy", "email", "fax"),
        length=10,
        section="communication",
        rank=3,
    ),
    Field("exclude_from_segment", "flag", section="communication", rank=3),
    Field("privacy_blocked", "flag"),
    Field("minor", "flag", only_of="person"),
    Field("parental_consent_received", "flag", only_of="person"),
    Field("external_id", length=50),
    Field("industry_group_codes", "codes", refers_to="setup.IndustryGroup", only_of="company"),
    Field("mailing_group_codes", "codes", refers_to="setup.MailingGroup"),
    Field("job_responsibility_codes", "codes", refers_to="setup.JobResponsibility", only_of="person"),
    Field("business_relation_codes", "codes", refers_to="setup.BusinessRelation"),
    NOTE,
)

ALTERNATIVE_ADDRESS_FIELDS: tuple[Field, ...] = (
    Field("description", length=100),
    Field("starts_on", "date"),
    Field("ends_on", "date"),
    Field("name_2", length=50),
    *(field for field in SHARED if field.name in ADDRESS_BLOCK),
)
