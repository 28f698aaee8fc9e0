"""The fields that only a contact has."""

from unisono.cards.fields import ADDRESS_BLOCK, NOTE, SHARED, Field

NAME_PARTS = ("first_name", "middle_name", "surname")

CONTACT_FIELDS: tuple[Field, ...] = (
    Field("type", "choice", choices=("company", "person"), length=10),
    *(Field(part, length=100) for part in NAME_PARTS),
    Field("initials", length=30),
    Field("job_title", length=100),
    Field("email_2", "emails", length=254),
    Field("salutation_code", "code", refers_to="setup.Salutation"),
    Field("organizational_level_code", "code", refers_to="setup.OrganizationalLevel"),
    Field("correspondence_type", "choice", choices=("", "hard_copy", "email", "fax"), length=10),
    Field("exclude_from_segment", "flag"),
    Field("privacy_blocked", "flag"),
    Field("minor", "flag"),
    Field("parental_consent_received", "flag"),
    Field("external_id", length=50),
    Field("industry_group_codes", "codes", refers_to="setup.IndustryGroup"),
    Field("mailing_group_codes", "codes", refers_to="setup.MailingGroup"),
    Field("job_responsibility_codes", "codes", refers_to="setup.JobResponsibility"),
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
