"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The history is append-only; the database itself refuses to change or drop a line of it.
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER event_no_{verb} BEFORE {verb} ON event "
    "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
    for verb in ("update", "delete")
)
SERVER_GUARDS = (
    """CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$""",
    """CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION event_is_append_only()""",
)


def guards() -> tuple[str, ...]:
    return SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else SERVER_GUARDS


def upgrade() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("is_group", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_department_not_into_itself")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["department.id"],
            name=op.f("fk_department_merged_into_id_department"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("name", name=op.f("uq_department_name")),
    )
    op.create_table(
        "run",
        sa.Column("job", sa.String(50), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_run")),
    )
    op.create_table(
        "signinattempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signinattempt")),
    )
    with op.batch_alter_table("signinattempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signinattempt_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_signinattempt_at"), ["at"], unique=False)

    op.create_table(
        "departmentalias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("renamed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_departmentalias_department_id_department"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departmentalias")),
        sa.UniqueConstraint("name", name=op.f("uq_departmentalias_name")),
    )
    with op.batch_alter_table("departmentalias", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_departmentalias_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "departmentmember",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("group_id <> member_id", name=op.f("ck_departmentmember_not_itself")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["department.id"], name=op.f("fk_departmentmember_group_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["department.id"], name=op.f("fk_departmentmember_member_id_department")
        ),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_departmentmember")),
    )
    with op.batch_alter_table("departmentmember", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_departmentmember_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "clerk",
                "leader",
                "administrator",
                "operator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'clerk') = (department_id IS NOT NULL)",
            name=op.f("ck_person_clerk_has_department"),
        ),
        sa.CheckConstraint(
            "role <> 'operator' OR password_hash IS NULL",
            name=op.f("ck_person_operator_no_sign_in"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_person_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account", name=op.f("uq_person_account")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "calendaryear",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("rest_text", sa.String(), nullable=False),
        sa.Column("work_text", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_calendaryear_year_range")),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_calendaryear_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendaryear")),
        sa.UniqueConstraint("year", name=op.f("uq_calendaryear_year")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(500), nullable=True),
        sa.Column("doc_number", sa.String(100), nullable=True),
        sa.Column("issuer", sa.String(200), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("annexes", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("extraction", sa.JSON(), nullable=False),
        sa.Column("first_leads", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_separate", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amended_at IS NULL OR amends_id IS NOT NULL",
            name=op.f("ck_document_amended_names_base"),
        ),
        sa.CheckConstraint(
            "amended_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_document_applied_is_not_withdrawn"),
        ),
        sa.CheckConstraint("amends_id <> id", name=op.f("ck_document_amends_another")),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["document.id"], name=op.f("fk_document_amends_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["person.id"], name=op.f("fk_document_received_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_amends_id"), ["amends_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_doc_number"), ["doc_number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_withdrawn_at"), ["withdrawn_at"], unique=False
        )
        batch_op.create_index(
            "uq_document_file",
            ["sha256"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(used_at IS NULL) = (used_by_id IS NULL)", name=op.f("ck_invitation_used_by_somebody")
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_invitation_used_or_revoked")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_invitation_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_invitation_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["person.id"], name=op.f("fk_invitation_used_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "keptform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(2000), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_keptform_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keptform")),
    )
    with op.batch_alter_table("keptform", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keptform_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_keptform_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lightsettings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("soon_days", sa.Integer(), nullable=False),
        sa.Column("soon_workdays", sa.Integer(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("behind BETWEEN 1 AND 100", name=op.f("ck_lightsettings_behind_range")),
        sa.CheckConstraint("id = 1", name=op.f("ck_lightsettings_one_row")),
        sa.CheckConstraint(
            "soon_days >= 1 AND soon_workdays >= 1", name=op.f("ck_lightsettings_days_positive")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_lightsettings_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lightsettings")),
    )
    op.create_table(
        "mailtest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mailtest_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailtest")),
    )
    with op.batch_alter_table("mailtest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailtest_at"), ["at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "sending",
                "sent",
                "failed",
                "held",
                "superseded",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column(
            "held_for",
            sa.Enum(
                "configuration",
                "uncertain",
                name="holdreason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'held') = (held_for IS NOT NULL)", name=op.f("ck_message_held_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_message_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_next_attempt_at"), ["next_attempt_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_state"), ["state"], unique=False)

    op.create_table(
        "passwordreset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passwordreset_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passwordreset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passwordreset_token_hash")),
    )
    with op.batch_alter_table("passwordreset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passwordreset_person_id"), ["person_id"], unique=False)

    op.create_table(
        "remindersettings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sends_digests", sa.Boolean(), nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=False),
        sa.Column("day", sa.JSON(), nullable=False),
        sa.Column("month", sa.JSON(), nullable=False),
        sa.Column("quarter", sa.JSON(), nullable=False),
        sa.Column("half", sa.JSON(), nullable=False),
        sa.Column("year", sa.JSON(), nullable=False),
        sa.Column("overdue_days", sa.JSON(), nullable=False),
        sa.Column("overdue_every", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_remindersettings_one_row")),
        sa.CheckConstraint(
            "overdue_every >= 1", name=op.f("ck_remindersettings_overdue_every_positive")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_remindersettings_changed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remindersettings")),
    )
    op.create_table(
        "savedfilter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_savedfilter_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_savedfilter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_savedfilter_person_id_name")),
    )
    with op.batch_alter_table("savedfilter", schema=None) as batch_op:
        batch_op.create_index(
            "uq_savedfilter_default",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.create_table(
        "sentform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("route", sa.String(100), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("location", sa.String(2000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sentform_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentform")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_sentform_person_id_key")),
    )
    with op.batch_alter_table("sentform", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sentform_created_at"), ["created_at"], unique=False)

    op.create_table(
        "signin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(45), nullable=True),
        sa.Column("browser", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_signin_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signin_token_hash")),
    )
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signin_person_id"), ["person_id"], unique=False)

    op.create_table(
        "calendarday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "rest", "work", name="daykind", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["calendaryear.id"], name=op.f("fk_calendarday_year_id_calendaryear")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendarday")),
        sa.UniqueConstraint("year_id", "day", name=op.f("uq_calendarday_year_id_day")),
    )
    with op.batch_alter_table("calendarday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendarday_year_id"), ["year_id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("pages_total", sa.Integer(), nullable=True),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("page_numbers", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (document_id IS NOT NULL)", name=op.f("ck_job_done_is_document")
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (reason <> '')", name=op.f("ck_job_failed_says_why")
        ),
        sa.CheckConstraint(
            "(state = 'running') = (token IS NOT NULL)", name=op.f("ck_job_running_is_held")
        ),
        sa.CheckConstraint(
            "(token IS NULL) = (lease_until IS NULL)", name=op.f("ck_job_held_until")
        ),
        sa.CheckConstraint("pages_done >= 0 AND attempts >= 0", name=op.f("ck_job_counts")),
        sa.CheckConstraint(
            "pages_total IS NULL OR pages_done <= pages_total", name=op.f("ck_job_no_more_than_all")
        ),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["document.id"], name=op.f("fk_job_amends_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name=op.f("fk_job_created_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_job_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_job_file",
            ["sha256"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "tablereading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("header_rows", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_tablereading_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["person.id"], name=op.f("fk_tablereading_read_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablereading")),
        sa.UniqueConstraint(
            "document_id", "block", "number", name=op.f("uq_tablereading_document_id_block_number")
        ),
    )
    with op.batch_alter_table("tablereading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tablereading_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(50), nullable=True),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "issued",
                "active",
                "submitted",
                "completed",
                "struck_off",
                "suspended",
                "cancelled",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("deadline_text", sa.String(500), nullable=False),
        sa.Column("deadline_written", sa.String(500), nullable=False),
        sa.Column("deadline_normal", sa.String(500), nullable=False),
        sa.Column("deadline_due_on", sa.Date(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("deadline_version", sa.Integer(), nullable=False),
        sa.Column("persons", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_task_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_state"), ["state"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "lead",
                "cooperating",
                name="assignmentrole",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_as_written", sa.String(100), nullable=False),
        sa.Column("reports_for_all", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("is_former", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT is_former OR role = 'cooperating'", name=op.f("ck_assignment_former_does_not_lead")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_assignment_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_assignment_signed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_assignment_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "task_id", "department_id", name=op.f("uq_assignment_task_id_department_id")
        ),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_assignment_task_id"), ["task_id"], unique=False)
        batch_op.create_index(
            "uq_assignment_summary",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("reports_for_all"),
            postgresql_where=sa.text("reports_for_all"),
        )

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "annex",
                "measure",
                name="draftkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "dropped",
                "carried",
                name="draftstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.Column("no", sa.String(50), nullable=True),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=True),
        sa.Column("deadline_text", sa.String(500), nullable=False),
        sa.Column("deadline_written", sa.String(500), nullable=False),
        sa.Column("deadline_normal", sa.String(500), nullable=False),
        sa.Column("deadline_due_on", sa.Date(), nullable=True),
        sa.Column("deadline_day", sa.Date(), nullable=True),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("cooperating", sa.JSON(), nullable=False),
        sa.Column("persons", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_draft_document_id_document")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("document_id", "task_id", name=op.f("uq_draft_document_id_task_id")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_task_id"), ["task_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "deadline",
                "recurring",
                "checkpoint",
                name="milestonekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "closed",
                "missed",
                "superseded",
                name="milestonestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("normal", sa.String(200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("soon_from", sa.Date(), nullable=True),
        sa.Column("lagging_from", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_milestone_percent_range")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_milestone_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("task_id", "position", name=op.f("uq_milestone_task_id_position")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_milestone_task_id"), ["task_id"], unique=False)

    op.create_table(
        "scannedpage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("blocks", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_scannedpage_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scannedpage")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_scannedpage_job_id_number")),
    )
    with op.batch_alter_table("scannedpage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scannedpage_job_id"), ["job_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "lead",
                "overdue",
                "issued",
                name="reminderrule",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("deadline_version", sa.Integer(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_reminder_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reminder_message_id_message")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_reminder_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "rule",
            "milestone_id",
            "deadline_version",
            "offset",
            "department_id",
            "person_id",
            name="uq_reminder_occasion",
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reminder_milestone_id"), ["milestone_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reminder_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_reminder_without_person",
            ["rule", "milestone_id", "deadline_version", "offset", "department_id"],
            unique=True,
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "noted",
                "submitted",
                "accepted",
                "returned",
                name="reportstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.String(5000), nullable=False),
        sa.Column("problem", sa.String(5000), nullable=False),
        sa.Column("next_step", sa.String(5000), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("asks_completion", sa.Boolean(), nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_text", sa.String(5000), nullable=False),
        sa.CheckConstraint(
            "(state = 'noted') = (NOT asks_completion)", name=op.f("ck_report_noted_asks_nothing")
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR review_text <> ''", name=op.f("ck_report_returned_says_why")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_report_percent_range")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_report_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_report_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_report_reviewed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_report_person_id_form_key")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_department_id"), ["department_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_state"), ["state"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_event_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_event_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_event_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_event_report_id_report")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_event_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_task_id"), ["task_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_evidence_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_report_id"), ["report_id"], unique=False)
    for guard in guards():
        op.execute(guard)


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_report_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_task_id"))
        batch_op.drop_index(batch_op.f("ix_event_person_id"))
        batch_op.drop_index(batch_op.f("ix_event_document_id"))
        batch_op.drop_index(batch_op.f("ix_event_at"))
        batch_op.drop_index(batch_op.f("ix_event_action"))

    op.drop_table("event")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_state"))
        batch_op.drop_index(batch_op.f("ix_report_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_report_department_id"))

    op.drop_table("report")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reminder_without_person",
            sqlite_where=sa.text("person_id IS NULL"),
            postgresql_where=sa.text("person_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_reminder_person_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_message_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("scannedpage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scannedpage_job_id"))

    op.drop_table("scannedpage")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestone_task_id"))
        batch_op.drop_index(batch_op.f("ix_milestone_state"))
        batch_op.drop_index(batch_op.f("ix_milestone_due_on"))

    op.drop_table("milestone")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_task_id"))
        batch_op.drop_index(batch_op.f("ix_draft_document_id"))

    op.drop_table("draft")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignment_summary",
            sqlite_where=sa.text("reports_for_all"),
            postgresql_where=sa.text("reports_for_all"),
        )
        batch_op.drop_index(batch_op.f("ix_assignment_task_id"))
        batch_op.drop_index(batch_op.f("ix_assignment_department_id"))

    op.drop_table("assignment")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_state"))
        batch_op.drop_index(batch_op.f("ix_task_document_id"))

    op.drop_table("task")
    with op.batch_alter_table("tablereading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tablereading_document_id"))

    op.drop_table("tablereading")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_file",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index(batch_op.f("ix_job_state"))
        batch_op.drop_index(batch_op.f("ix_job_sha256"))
        batch_op.drop_index(batch_op.f("ix_job_document_id"))

    op.drop_table("job")
    with op.batch_alter_table("calendarday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendarday_year_id"))

    op.drop_table("calendarday")
    with op.batch_alter_table("signin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signin_person_id"))

    op.drop_table("signin")
    with op.batch_alter_table("sentform", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sentform_created_at"))

    op.drop_table("sentform")
    with op.batch_alter_table("savedfilter", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_savedfilter_default",
            sqlite_where=sa.text("is_default"),
            postgresql_where=sa.text("is_default"),
        )

    op.drop_table("savedfilter")
    op.drop_table("remindersettings")
    with op.batch_alter_table("passwordreset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passwordreset_person_id"))

    op.drop_table("passwordreset")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_state"))
        batch_op.drop_index(batch_op.f("ix_message_person_id"))
        batch_op.drop_index(batch_op.f("ix_message_next_attempt_at"))

    op.drop_table("message")
    with op.batch_alter_table("mailtest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailtest_at"))

    op.drop_table("mailtest")
    op.drop_table("lightsettings")
    with op.batch_alter_table("keptform", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_keptform_person_id"))
        batch_op.drop_index(batch_op.f("ix_keptform_created_at"))

    op.drop_table("keptform")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_department_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_document_file",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_document_withdrawn_at"))
        batch_op.drop_index(batch_op.f("ix_document_doc_number"))
        batch_op.drop_index(batch_op.f("ix_document_amends_id"))

    op.drop_table("document")
    op.drop_table("calendaryear")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_department_id"))

    op.drop_table("person")
    with op.batch_alter_table("departmentmember", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departmentmember_member_id"))

    op.drop_table("departmentmember")
    with op.batch_alter_table("departmentalias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departmentalias_department_id"))

    op.drop_table("departmentalias")
    with op.batch_alter_table("signinattempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signinattempt_at"))
        batch_op.drop_index(batch_op.f("ix_signinattempt_address"))

    op.drop_table("signinattempt")
    op.drop_table("run")
    op.drop_table("department")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION event_is_append_only")
