"""The fields that only a contact has."""

from unisono.cards.fields import ADDRESS_BLOCK, NOTE, SHARED, Field
from unisono.common.marking import N_

NAME_PARTS = ("first_name", "middle_name", "surname")
# What a person loses that becomes a company [5.8]; what else only people have keeps it from that
# [5.5].
LOST_BY_COMPANIES = (*NAME_PARTS, "initials", "job_title")

CONTACT_FIELDS: tuple[Field, ...] = (
    Field(
        "type",
        "choice",
        choices=("company", "person"),
        length=10,
        aliases="type tipo",
        label=N_("Type"),
    ),
    Field(
        "first_name",
        length=100,
        only_of="person",
        aliases="firstname nombrepila",
        label=N_("First name"),
    ),
    Field("middle_name", length=100, only_of="person", label=N_("Middle name")),
    Field(
        "surname",
        length=100,
        only_of="person",
        aliases="surname lastname apellidos",
        label=N_("Surname"),
    ),
    Field("initials", length=30, only_of="person", label=N_("Initials")),
    Field(
        "job_title",
        length=100,
        only_of="person",
        vcard="TITLE",
        aliases="contacttitle jobtitle title cargo cargocontacto puesto position",
        label=N_("Job title"),
    ),
    Field("email_2", "emails", length=254, section="communication", rank=1, label=N_("E-mail 2")),
    Field("salutation_code", "code", refers_to="setup.Salutation", label=N_("Salutation")),
    Field(
        "organizational_level_code",
        "code",
        refers_to="setup.OrganizationalLevel",
        only_of="person",
        label=N_("Organizational level"),
    ),
    Field(
        "correspondence_type",
        "choice",
        choices=("", "hard_copy", "email", "fax"),
        length=10,
        section="communication",
        rank=3,
        label=N_("Correspondence"),
    ),
    Field(
        "exclude_from_segment",
        "flag",
        section="communication",
        rank=3,
        label=N_("Excluded from mailings"),
    ),
    Field("privacy_blocked", "flag", label=N_("Privacy blocked")),
    Field("minor", "flag", only_of="person", label=N_("Minor")),
    Field(
        "parental_consent_received", "flag", only_of="person", label=N_("Parental consent received")
    ),
    Field("external_id", length=50, label=N_("External ID")),
    Field(
        "industry_group_codes",
        "codes",
        refers_to="setup.IndustryGroup",
        only_of="company",
        label=N_("Industry groups"),
    ),
    Field(
        "mailing_group_codes", "codes", refers_to="setup.MailingGroup", label=N_("Mailing groups")
    ),
    Field(
        "job_responsibility_codes",
        "codes",
        refers_to="setup.JobResponsibility",
        only_of="person",
        label=N_("Job responsibilities"),
    ),
    Field(
        "business_relation_codes",
        "codes",
        refers_to="setup.BusinessRelation",
        label=N_("Business relations"),
    ),
    NOTE,
)

# What another address is for: papers of this sort go there; "": all.
PURPOSES = ("", "quotes", "orders", "invoices", "service")
ALTERNATIVE_ADDRESS_FIELDS: tuple[Field, ...] = (
    Field("description", length=100),
    Field("purpose", "choice", length=10, choices=PURPOSES),
    Field("starts_on", "date"),
    Field("ends_on", "date"),
    Field("attention", length=100),
    Field("email", "emails", length=254),
    Field("phone_no", "phone", length=30),
    Field("name_2", length=50),
    *(field for field in SHARED if field.name in ADDRESS_BLOCK),
)


ALTERNATIVE_ADDRESS = "alternative_address"
