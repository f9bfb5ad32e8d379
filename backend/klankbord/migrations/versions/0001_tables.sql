-- Every table of the foundation. Frozen: a later change is a later migration.

CREATE TABLE organisations (
    id UUID NOT NULL,
    name VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    CONSTRAINT pk_organisations PRIMARY KEY (id)
);

CREATE TABLE worker_heartbeats (
    worker_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_worker_heartbeats PRIMARY KEY (worker_id)
);

CREATE TABLE locations (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    holiday_region VARCHAR NOT NULL,
    CONSTRAINT pk_locations PRIMARY KEY (id),
    CONSTRAINT fk_locations_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE INDEX ix_locations_organisation_id ON locations (organisation_id);

CREATE TABLE people (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    first_name VARCHAR NOT NULL,
    phone VARCHAR,
    email VARCHAR,
    hours VARCHAR,
    language VARCHAR NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT fk_people_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE INDEX ix_people_organisation_id ON people (organisation_id);

CREATE TABLE closures (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    location_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    name VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_closures PRIMARY KEY (id),
    CONSTRAINT ck_closures_days_in_order CHECK (first_day <= last_day),
    CONSTRAINT fk_closures_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_closures_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);

CREATE INDEX ix_closures_location_id ON closures (location_id);

CREATE INDEX ix_closures_organisation_id ON closures (organisation_id);

CREATE TABLE devices (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    add_token_sha256 BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_devices PRIMARY KEY (id),
    CONSTRAINT fk_devices_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_devices_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT uq_devices_add_token_sha256 UNIQUE (add_token_sha256)
);

CREATE INDEX ix_devices_organisation_id ON devices (organisation_id);

CREATE INDEX ix_devices_person_id ON devices (person_id);

CREATE TABLE groups (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    location_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    weekday INTEGER NOT NULL,
    starts_at TIME WITHOUT TIME ZONE NOT NULL,
    minutes INTEGER NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_groups PRIMARY KEY (id),
    CONSTRAINT ck_groups_weekday_is_iso CHECK (weekday between 1 and 7),
    CONSTRAINT ck_groups_minutes_make_a_lesson CHECK (minutes between 5 and 480),
    CONSTRAINT fk_groups_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_groups_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);

CREATE INDEX ix_groups_location_id ON groups (location_id);

CREATE INDEX ix_groups_organisation_id ON groups (organisation_id);

CREATE TABLE outbox_items (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    body_sha256 BYTEA NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state VARCHAR NOT NULL,
    problem VARCHAR,
    payload_sealed BYTEA,
    settled_at TIMESTAMP WITH TIME ZONE,
    reason_sealed BYTEA,
    CONSTRAINT pk_outbox_items PRIMARY KEY (id),
    CONSTRAINT fk_outbox_items_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_outbox_items_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_outbox_items_organisation_id ON outbox_items (organisation_id);

CREATE INDEX ix_outbox_items_person_id ON outbox_items (person_id);

CREATE TABLE push_subscriptions (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    endpoint VARCHAR NOT NULL,
    p256dh VARCHAR NOT NULL,
    auth VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_ok_at TIMESTAMP WITH TIME ZONE,
    failing_since TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_push_subscriptions PRIMARY KEY (id),
    CONSTRAINT fk_push_subscriptions_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_push_subscriptions_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT uq_push_subscriptions_endpoint UNIQUE (endpoint)
);

CREATE INDEX ix_push_subscriptions_organisation_id ON push_subscriptions (organisation_id);

CREATE INDEX ix_push_subscriptions_person_id ON push_subscriptions (person_id);

CREATE TABLE reminders (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    subject_id UUID NOT NULL,
    moment TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state VARCHAR NOT NULL,
    snoozed_until TIMESTAMP WITH TIME ZONE,
    done_at TIMESTAMP WITH TIME ZONE,
    reason_sealed BYTEA,
    pushed_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_reminders PRIMARY KEY (id),
    CONSTRAINT uq_reminders_person_id_kind_subject_id_moment UNIQUE (person_id, kind, subject_id, moment),
    CONSTRAINT fk_reminders_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_reminders_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_reminders_due ON reminders (due_at) WHERE state = 'waiting';

CREATE INDEX ix_reminders_organisation_id ON reminders (organisation_id);

CREATE INDEX ix_reminders_person_id ON reminders (person_id);

CREATE INDEX ix_reminders_subject_id ON reminders (subject_id);

CREATE TABLE deliveries (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    reminder_id UUID NOT NULL,
    subscription_id UUID NOT NULL,
    state VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    status INTEGER,
    CONSTRAINT pk_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_deliveries_reminder_id_subscription_id UNIQUE (reminder_id, subscription_id),
    CONSTRAINT fk_deliveries_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_deliveries_reminder_id FOREIGN KEY(reminder_id) REFERENCES reminders (id)
);

CREATE INDEX ix_deliveries_next ON deliveries (next_at) WHERE state in ('waiting', 'claimed');

CREATE INDEX ix_deliveries_organisation_id ON deliveries (organisation_id);

CREATE INDEX ix_deliveries_subscription_id ON deliveries (subscription_id);

CREATE TABLE lesson_changes (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    group_id UUID NOT NULL,
    lesson_day DATE NOT NULL,
    kind VARCHAR NOT NULL,
    new_start TIMESTAMP WITH TIME ZONE,
    made_by_id UUID NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lesson_changes PRIMARY KEY (id),
    CONSTRAINT uq_lesson_changes_group_id_lesson_day UNIQUE (group_id, lesson_day),
    CONSTRAINT fk_lesson_changes_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_lesson_changes_group_id FOREIGN KEY(group_id) REFERENCES groups (id),
    CONSTRAINT fk_lesson_changes_made_by_id FOREIGN KEY(made_by_id) REFERENCES people (id)
);

CREATE INDEX ix_lesson_changes_organisation_id ON lesson_changes (organisation_id);

CREATE TABLE pupils (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    group_id UUID NOT NULL,
    first_name VARCHAR(40) NOT NULL,
    hint VARCHAR(20),
    left_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_pupils PRIMARY KEY (id),
    CONSTRAINT ck_pupils_first_name_is_short CHECK (length(first_name) between 1 and 40),
    CONSTRAINT ck_pupils_hint_is_short CHECK (length(hint) <= 20),
    CONSTRAINT fk_pupils_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_pupils_group_id FOREIGN KEY(group_id) REFERENCES groups (id)
);

CREATE INDEX ix_pupils_group_id ON pupils (group_id);

CREATE INDEX ix_pupils_organisation_id ON pupils (organisation_id);

CREATE TABLE roles (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    location_id UUID,
    group_id UUID,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_roles PRIMARY KEY (id),
    CONSTRAINT ck_roles_teacher_has_group CHECK (kind <> 'teacher' or (group_id is not null and location_id is not null)),
    CONSTRAINT ck_roles_manager_has_location CHECK (kind <> 'location_manager' or location_id is not null),
    CONSTRAINT fk_roles_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_roles_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_roles_location_id FOREIGN KEY(location_id) REFERENCES locations (id),
    CONSTRAINT fk_roles_group_id FOREIGN KEY(group_id) REFERENCES groups (id)
);

CREATE INDEX ix_roles_group_id ON roles (group_id);

CREATE INDEX ix_roles_location_id ON roles (location_id);

CREATE INDEX ix_roles_organisation_id ON roles (organisation_id);

CREATE INDEX ix_roles_person_id ON roles (person_id);

CREATE TABLE sessions (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    device_id UUID NOT NULL,
    token_sha256 BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sessions PRIMARY KEY (id),
    CONSTRAINT fk_sessions_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_sessions_device_id FOREIGN KEY(device_id) REFERENCES devices (id),
    CONSTRAINT uq_sessions_token_sha256 UNIQUE (token_sha256)
);

CREATE INDEX ix_sessions_device_id ON sessions (device_id);

CREATE INDEX ix_sessions_organisation_id ON sessions (organisation_id);

CREATE INDEX ix_sessions_person_id ON sessions (person_id);

CREATE TABLE cases (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    location_id UUID NOT NULL,
    group_id UUID NOT NULL,
    pupil_id UUID NOT NULL,
    opened_by_id UUID NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    step INTEGER NOT NULL,
    lead_id UUID,
    waits_for VARCHAR NOT NULL,
    waits_on_id UUID,
    waits_since TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_place UNIQUE (id, organisation_id, location_id, group_id),
    CONSTRAINT uq_cases_child UNIQUE (id, pupil_id),
    CONSTRAINT fk_cases_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_cases_location_id FOREIGN KEY(location_id) REFERENCES locations (id),
    CONSTRAINT fk_cases_group_id FOREIGN KEY(group_id) REFERENCES groups (id),
    CONSTRAINT fk_cases_pupil_id FOREIGN KEY(pupil_id) REFERENCES pupils (id),
    CONSTRAINT fk_cases_opened_by_id FOREIGN KEY(opened_by_id) REFERENCES people (id),
    CONSTRAINT fk_cases_lead_id FOREIGN KEY(lead_id) REFERENCES people (id),
    CONSTRAINT fk_cases_waits_on_id FOREIGN KEY(waits_on_id) REFERENCES people (id)
);

CREATE INDEX ix_cases_group_id ON cases (group_id);

CREATE INDEX ix_cases_location_open ON cases (location_id, waits_since) WHERE closed_at is null;

CREATE INDEX ix_cases_organisation_id ON cases (organisation_id);

CREATE INDEX ix_cases_pupil_id ON cases (pupil_id);

CREATE UNIQUE INDEX uq_cases_open_pupil ON cases (pupil_id) WHERE closed_at is null;

CREATE TABLE notes (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    writer_id UUID NOT NULL,
    pupil_id UUID NOT NULL,
    group_id UUID NOT NULL,
    location_id UUID NOT NULL,
    signal_ids TEXT[] NOT NULL,
    observation_sealed BYTEA,
    interpretation_sealed BYTEA,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notes PRIMARY KEY (id),
    CONSTRAINT uq_notes_writer UNIQUE (id, organisation_id, writer_id),
    CONSTRAINT fk_notes_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_notes_writer_id FOREIGN KEY(writer_id) REFERENCES people (id),
    CONSTRAINT fk_notes_pupil_id FOREIGN KEY(pupil_id) REFERENCES pupils (id),
    CONSTRAINT fk_notes_group_id FOREIGN KEY(group_id) REFERENCES groups (id),
    CONSTRAINT fk_notes_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);

CREATE INDEX ix_notes_group_id ON notes (group_id);

CREATE INDEX ix_notes_organisation_id ON notes (organisation_id);

CREATE INDEX ix_notes_pupil_id ON notes (pupil_id);

CREATE INDEX ix_notes_writer_id ON notes (writer_id);

CREATE TABLE case_views (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    viewed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_case_views PRIMARY KEY (id),
    CONSTRAINT fk_case_views_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_case_views_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_case_views_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_case_views_case ON case_views (case_id, viewed_at);

CREATE TABLE class_teacher_tellings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    teacher_id UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_class_teacher_tellings PRIMARY KEY (id),
    CONSTRAINT uq_class_teacher_tellings_case_id_teacher_id UNIQUE (case_id, teacher_id),
    CONSTRAINT fk_class_teacher_tellings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_class_teacher_tellings_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_class_teacher_tellings_teacher_id FOREIGN KEY(teacher_id) REFERENCES people (id)
);

CREATE INDEX ix_class_teacher_tellings_organisation_id ON class_teacher_tellings (organisation_id);

CREATE INDEX ix_class_teacher_tellings_teacher_id ON class_teacher_tellings (teacher_id);

CREATE TABLE corrections (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    note_id UUID NOT NULL,
    writer_id UUID NOT NULL,
    observation_sealed BYTEA,
    interpretation_sealed BYTEA,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT fk_corrections_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_corrections_note_id FOREIGN KEY(note_id) REFERENCES notes (id),
    CONSTRAINT fk_corrections_writer_id FOREIGN KEY(writer_id) REFERENCES people (id)
);

CREATE INDEX ix_corrections_note_id ON corrections (note_id);

CREATE INDEX ix_corrections_organisation_id ON corrections (organisation_id);

CREATE TABLE handovers (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    location_id UUID NOT NULL,
    group_id UUID NOT NULL,
    from_id UUID NOT NULL,
    to_id UUID NOT NULL,
    question_sealed BYTEA,
    handed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_handovers PRIMARY KEY (id),
    CONSTRAINT fk_handovers_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_handovers_case_id FOREIGN KEY(case_id, organisation_id, location_id, group_id)
        REFERENCES cases (id, organisation_id, location_id, group_id),
    CONSTRAINT fk_handovers_location_id FOREIGN KEY(location_id) REFERENCES locations (id),
    CONSTRAINT fk_handovers_group_id FOREIGN KEY(group_id) REFERENCES groups (id),
    CONSTRAINT fk_handovers_from_id FOREIGN KEY(from_id) REFERENCES people (id),
    CONSTRAINT fk_handovers_to_id FOREIGN KEY(to_id) REFERENCES people (id)
);

CREATE INDEX ix_handovers_case_id ON handovers (case_id);

CREATE INDEX ix_handovers_organisation_id ON handovers (organisation_id);

CREATE INDEX ix_handovers_to_id ON handovers (to_id);

CREATE TABLE reports (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    note_id UUID NOT NULL,
    reporter_id UUID NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_reports PRIMARY KEY (id),
    CONSTRAINT uq_reports_note_id UNIQUE (note_id),
    CONSTRAINT fk_reports_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_reports_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_reports_note_id FOREIGN KEY(note_id, organisation_id, reporter_id)
        REFERENCES notes (id, organisation_id, writer_id),
    CONSTRAINT fk_reports_reporter_id FOREIGN KEY(reporter_id) REFERENCES people (id)
);

CREATE INDEX ix_reports_case_id ON reports (case_id);

CREATE INDEX ix_reports_organisation_id ON reports (organisation_id);

CREATE TABLE watches (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    teacher_id UUID NOT NULL,
    pupil_id UUID NOT NULL,
    group_id UUID NOT NULL,
    note_id UUID,
    case_id UUID,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome VARCHAR,
    CONSTRAINT pk_watches PRIMARY KEY (id),
    CONSTRAINT fk_watches_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_watches_teacher_id FOREIGN KEY(teacher_id) REFERENCES people (id),
    CONSTRAINT fk_watches_pupil_id FOREIGN KEY(pupil_id) REFERENCES pupils (id),
    CONSTRAINT fk_watches_group_id FOREIGN KEY(group_id) REFERENCES groups (id),
    CONSTRAINT fk_watches_note_id FOREIGN KEY(note_id) REFERENCES notes (id),
    CONSTRAINT fk_watches_case_id FOREIGN KEY(case_id, pupil_id) REFERENCES cases (id, pupil_id)
);

CREATE INDEX ix_watches_case_id ON watches (case_id);

CREATE INDEX ix_watches_group_id ON watches (group_id);

CREATE INDEX ix_watches_organisation_id ON watches (organisation_id);

CREATE INDEX ix_watches_pupil_id ON watches (pupil_id);

CREATE INDEX ix_watches_teacher_id ON watches (teacher_id);

CREATE UNIQUE INDEX uq_watches_open ON watches (pupil_id, teacher_id) WHERE ended_at is null;

CREATE TABLE watch_lessons (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    watch_id UUID NOT NULL,
    number INTEGER NOT NULL,
    lesson_day DATE NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    remind_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer VARCHAR,
    answered_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_watch_lessons PRIMARY KEY (id),
    CONSTRAINT uq_watch_lessons_watch_id_lesson_day UNIQUE (watch_id, lesson_day),
    CONSTRAINT fk_watch_lessons_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_watch_lessons_watch_id FOREIGN KEY(watch_id) REFERENCES watches (id)
);

CREATE INDEX ix_watch_lessons_organisation_id ON watch_lessons (organisation_id);
