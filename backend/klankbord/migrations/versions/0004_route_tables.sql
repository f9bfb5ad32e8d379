-- The tables of the route. Frozen: a later change is a later migration.

CREATE TABLE absences (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    deputy_id UUID,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_absences PRIMARY KEY (id),
    CONSTRAINT ck_absences_days_in_order CHECK (first_day <= last_day),
    CONSTRAINT ck_absences_deputy_is_another CHECK (deputy_id is null or deputy_id <> person_id),
    CONSTRAINT fk_absences_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_absences_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_absences_deputy_id FOREIGN KEY(deputy_id) REFERENCES people (id)
);

CREATE INDEX ix_absences_organisation_id ON absences (organisation_id);

CREATE INDEX ix_absences_person ON absences (person_id, last_day);

CREATE TABLE alarms (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    sender_id UUID NOT NULL,
    location_id UUID NOT NULL,
    words_sealed BYTEA,
    drill BOOLEAN NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    next_rung INTEGER NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_alarms PRIMARY KEY (id),
    CONSTRAINT fk_alarms_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_alarms_sender_id FOREIGN KEY(sender_id) REFERENCES people (id),
    CONSTRAINT fk_alarms_location_id FOREIGN KEY(location_id) REFERENCES locations (id)
);

CREATE INDEX ix_alarms_climbing ON alarms (next_at) WHERE ended_at is null;

CREATE INDEX ix_alarms_location_id ON alarms (location_id);

CREATE INDEX ix_alarms_organisation_id ON alarms (organisation_id);

CREATE INDEX ix_alarms_sender_id ON alarms (sender_id);

CREATE TABLE feeds (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    token_sha256 BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_feeds PRIMARY KEY (id),
    CONSTRAINT fk_feeds_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_feeds_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT uq_feeds_token_sha256 UNIQUE (token_sha256)
);

CREATE INDEX ix_feeds_organisation_id ON feeds (organisation_id);

CREATE INDEX ix_feeds_person_id ON feeds (person_id);

CREATE TABLE meldcode_settings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    location_id UUID NOT NULL,
    whose VARCHAR NOT NULL,
    contact_name VARCHAR NOT NULL,
    contact_phone VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_meldcode_settings PRIMARY KEY (id),
    CONSTRAINT fk_meldcode_settings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_meldcode_settings_location_id FOREIGN KEY(location_id) REFERENCES locations (id),
    CONSTRAINT fk_meldcode_settings_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_meldcode_settings_location ON meldcode_settings (location_id, at);

CREATE INDEX ix_meldcode_settings_organisation_id ON meldcode_settings (organisation_id);

CREATE TABLE partners (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    phone VARCHAR,
    email VARCHAR,
    website VARCHAR,
    changed_by_id UUID NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_partners PRIMARY KEY (id),
    CONSTRAINT fk_partners_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_partners_changed_by_id FOREIGN KEY(changed_by_id) REFERENCES people (id)
);

CREATE INDEX ix_partners_organisation_id ON partners (organisation_id);

CREATE TABLE wordings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    key VARCHAR NOT NULL,
    nl VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_wordings PRIMARY KEY (id),
    CONSTRAINT fk_wordings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_wordings_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_wordings_key ON wordings (organisation_id, key, at);

CREATE INDEX ix_wordings_organisation_id ON wordings (organisation_id);

CREATE TABLE working_hours (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    weekday INTEGER NOT NULL,
    starts_at TIME WITHOUT TIME ZONE NOT NULL,
    ends_at TIME WITHOUT TIME ZONE NOT NULL,
    CONSTRAINT pk_working_hours PRIMARY KEY (id),
    CONSTRAINT ck_working_hours_weekday_is_iso CHECK (weekday between 1 and 7),
    CONSTRAINT ck_working_hours_hours_in_order CHECK (starts_at < ends_at),
    CONSTRAINT uq_working_hours_person_id_weekday_starts_at UNIQUE (person_id, weekday, starts_at),
    CONSTRAINT fk_working_hours_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_working_hours_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_working_hours_organisation_id ON working_hours (organisation_id);

CREATE INDEX ix_working_hours_person_id ON working_hours (person_id);

CREATE TABLE alarm_calls (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    alarm_id UUID NOT NULL,
    person_id UUID NOT NULL,
    rung INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    failed VARCHAR,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_alarm_calls PRIMARY KEY (id),
    CONSTRAINT uq_alarm_calls_alarm_id_rung_person_id_channel UNIQUE (alarm_id, rung, person_id, channel),
    CONSTRAINT fk_alarm_calls_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_alarm_calls_alarm_id FOREIGN KEY(alarm_id) REFERENCES alarms (id),
    CONSTRAINT fk_alarm_calls_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_alarm_calls_organisation_id ON alarm_calls (organisation_id);

CREATE INDEX ix_alarm_calls_person_id ON alarm_calls (person_id);

CREATE INDEX ix_alarm_calls_waiting ON alarm_calls (next_at) WHERE told_at is null and failed is null;

CREATE TABLE alarm_sightings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    alarm_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_alarm_sightings PRIMARY KEY (id),
    CONSTRAINT uq_alarm_sightings_alarm_id_person_id UNIQUE (alarm_id, person_id),
    CONSTRAINT fk_alarm_sightings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_alarm_sightings_alarm_id FOREIGN KEY(alarm_id) REFERENCES alarms (id),
    CONSTRAINT fk_alarm_sightings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_alarm_sightings_organisation_id ON alarm_sightings (organisation_id);

CREATE TABLE alarm_takings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    alarm_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    words_sealed BYTEA,
    CONSTRAINT pk_alarm_takings PRIMARY KEY (id),
    CONSTRAINT uq_alarm_takings_alarm_id UNIQUE (alarm_id),
    CONSTRAINT fk_alarm_takings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_alarm_takings_alarm_id FOREIGN KEY(alarm_id) REFERENCES alarms (id),
    CONSTRAINT fk_alarm_takings_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_alarm_takings_organisation_id ON alarm_takings (organisation_id);

CREATE TABLE agreements (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    owner_id UUID NOT NULL,
    what_sealed BYTEA NOT NULL,
    due_on DATE NOT NULL,
    with_child BOOLEAN NOT NULL,
    source_id UUID,
    instead_of_id UUID,
    CONSTRAINT pk_agreements PRIMARY KEY (id),
    CONSTRAINT uq_agreements_case UNIQUE (id, case_id),
    CONSTRAINT fk_agreements_instead_of_id FOREIGN KEY(instead_of_id, case_id) REFERENCES agreements (id, case_id),
    CONSTRAINT fk_agreements_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_agreements_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_agreements_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_agreements_owner_id FOREIGN KEY(owner_id) REFERENCES people (id)
);

CREATE INDEX ix_agreements_case_id ON agreements (case_id);

CREATE INDEX ix_agreements_organisation_id ON agreements (organisation_id);

CREATE INDEX ix_agreements_owner_id ON agreements (owner_id);

CREATE TABLE care_levels (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    level INTEGER NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_care_levels PRIMARY KEY (id),
    CONSTRAINT ck_care_levels_level_of_care CHECK (level between 0 and 4),
    CONSTRAINT fk_care_levels_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_care_levels_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_care_levels_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_care_levels_case_id ON care_levels (case_id);

CREATE INDEX ix_care_levels_organisation_id ON care_levels (organisation_id);

CREATE TABLE closings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason VARCHAR NOT NULL,
    words_sealed BYTEA,
    CONSTRAINT pk_closings PRIMARY KEY (id),
    CONSTRAINT fk_closings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_closings_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_closings_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_closings_case_id ON closings (case_id);

CREATE INDEX ix_closings_organisation_id ON closings (organisation_id);

CREATE TABLE consultations (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    asker_id UUID NOT NULL,
    to_id UUID NOT NULL,
    case_id UUID,
    question_sealed BYTEA NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_consultations PRIMARY KEY (id),
    CONSTRAINT ck_consultations_asks_another CHECK (to_id <> asker_id),
    CONSTRAINT fk_consultations_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_consultations_asker_id FOREIGN KEY(asker_id) REFERENCES people (id),
    CONSTRAINT fk_consultations_to_id FOREIGN KEY(to_id) REFERENCES people (id),
    CONSTRAINT fk_consultations_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_consultations_asker_id ON consultations (asker_id);

CREATE INDEX ix_consultations_case_id ON consultations (case_id);

CREATE INDEX ix_consultations_organisation_id ON consultations (organisation_id);

CREATE INDEX ix_consultations_to_id ON consultations (to_id);

CREATE TABLE contacts (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    with_id UUID NOT NULL,
    way VARCHAR NOT NULL,
    held_at TIMESTAMP WITH TIME ZONE NOT NULL,
    summary_sealed BYTEA NOT NULL,
    CONSTRAINT pk_contacts PRIMARY KEY (id),
    CONSTRAINT uq_contacts_case UNIQUE (id, case_id),
    CONSTRAINT fk_contacts_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_contacts_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_contacts_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_contacts_with_id FOREIGN KEY(with_id) REFERENCES people (id)
);

CREATE INDEX ix_contacts_case_id ON contacts (case_id);

CREATE INDEX ix_contacts_organisation_id ON contacts (organisation_id);

CREATE INDEX ix_contacts_with_id ON contacts (with_id);

CREATE TABLE conversations (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    writer_id UUID NOT NULL,
    pupil_id UUID NOT NULL,
    group_id UUID NOT NULL,
    case_id UUID,
    talked_with VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    question_ids TEXT[] NOT NULL,
    said_sealed BYTEA,
    thought_sealed BYTEA,
    small_plan_sealed BYTEA,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_conversations PRIMARY KEY (id),
    CONSTRAINT fk_conversations_case_id FOREIGN KEY(case_id, pupil_id) REFERENCES cases (id, pupil_id),
    CONSTRAINT fk_conversations_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_conversations_writer_id FOREIGN KEY(writer_id) REFERENCES people (id),
    CONSTRAINT fk_conversations_pupil_id FOREIGN KEY(pupil_id) REFERENCES pupils (id),
    CONSTRAINT fk_conversations_group_id FOREIGN KEY(group_id) REFERENCES groups (id)
);

CREATE INDEX ix_conversations_case_id ON conversations (case_id);

CREATE INDEX ix_conversations_organisation_id ON conversations (organisation_id);

CREATE INDEX ix_conversations_pupil_id ON conversations (pupil_id);

CREATE INDEX ix_conversations_writer_id ON conversations (writer_id);

CREATE TABLE direction_offers (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    to_id UUID NOT NULL,
    words_sealed BYTEA,
    CONSTRAINT pk_direction_offers PRIMARY KEY (id),
    CONSTRAINT uq_direction_offers_case UNIQUE (id, case_id),
    CONSTRAINT fk_direction_offers_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_direction_offers_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_direction_offers_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_direction_offers_to_id FOREIGN KEY(to_id) REFERENCES people (id)
);

CREATE INDEX ix_direction_offers_case_id ON direction_offers (case_id);

CREATE INDEX ix_direction_offers_organisation_id ON direction_offers (organisation_id);

CREATE INDEX ix_direction_offers_to_id ON direction_offers (to_id);

CREATE TABLE evaluations (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    planned_on DATE NOT NULL,
    instead_of_id UUID,
    reason_sealed BYTEA,
    CONSTRAINT pk_evaluations PRIMARY KEY (id),
    CONSTRAINT uq_evaluations_case UNIQUE (id, case_id),
    CONSTRAINT fk_evaluations_instead_of_id FOREIGN KEY(instead_of_id, case_id) REFERENCES evaluations (id, case_id),
    CONSTRAINT fk_evaluations_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_evaluations_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_evaluations_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_evaluations_case_id ON evaluations (case_id);

CREATE INDEX ix_evaluations_organisation_id ON evaluations (organisation_id);

CREATE TABLE meldcode_tracks (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    whose VARCHAR NOT NULL,
    special VARCHAR,
    CONSTRAINT pk_meldcode_tracks PRIMARY KEY (id),
    CONSTRAINT uq_meldcode_tracks_case UNIQUE (id, case_id),
    CONSTRAINT fk_meldcode_tracks_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_meldcode_tracks_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_meldcode_tracks_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_meldcode_tracks_case_id ON meldcode_tracks (case_id);

CREATE INDEX ix_meldcode_tracks_organisation_id ON meldcode_tracks (organisation_id);

CREATE TABLE plans (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    number INTEGER NOT NULL,
    based_on_id UUID,
    situation_sealed BYTEA NOT NULL,
    needs_sealed BYTEA,
    approach_sealed BYTEA,
    CONSTRAINT pk_plans PRIMARY KEY (id),
    CONSTRAINT uq_plans_case_id_number UNIQUE (case_id, number),
    CONSTRAINT uq_plans_case UNIQUE (id, case_id),
    CONSTRAINT ck_plans_counts_from_one CHECK (number >= 1),
    CONSTRAINT fk_plans_based_on_id FOREIGN KEY(based_on_id, case_id) REFERENCES plans (id, case_id),
    CONSTRAINT fk_plans_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_plans_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_plans_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_plans_case_id ON plans (case_id);

CREATE INDEX ix_plans_organisation_id ON plans (organisation_id);

CREATE TABLE sharing_decisions (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    option VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    age VARCHAR,
    child_asked BOOLEAN NOT NULL,
    parents_asked BOOLEAN NOT NULL,
    asked_on DATE,
    asked_how VARCHAR,
    term_ends_on DATE,
    consulted_id UUID,
    what_sealed BYTEA NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_sharing_decisions PRIMARY KEY (id),
    CONSTRAINT uq_sharing_decisions_case UNIQUE (id, case_id),
    CONSTRAINT ck_sharing_decisions_option_of_four CHECK (option in ('a', 'b', 'c', 'd')),
    CONSTRAINT ck_sharing_decisions_age_decides_who_consents CHECK (option not in ('a', 'b') or age is not null),
    CONSTRAINT ck_sharing_decisions_consent_when_and_how CHECK (option <> 'a' or (asked_on is not null and asked_how is not null)),
    CONSTRAINT ck_sharing_decisions_objection_term CHECK (option <> 'b' or (asked_on is not null and term_ends_on > asked_on)),
    CONSTRAINT ck_sharing_decisions_danger_reasons CHECK (option <> 'd' or (reason_sealed is not null and consulted_id is not null)),
    CONSTRAINT ck_sharing_decisions_consults_another CHECK (consulted_id <> by_id),
    CONSTRAINT fk_sharing_decisions_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_sharing_decisions_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_sharing_decisions_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_sharing_decisions_consulted_id FOREIGN KEY(consulted_id) REFERENCES people (id)
);

CREATE INDEX ix_sharing_decisions_case_id ON sharing_decisions (case_id);

CREATE INDEX ix_sharing_decisions_organisation_id ON sharing_decisions (organisation_id);

CREATE TABLE step_entries (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    step INTEGER NOT NULL,
    because VARCHAR NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_step_entries PRIMARY KEY (id),
    CONSTRAINT ck_step_entries_step_of_the_manual CHECK (step between 1 and 5),
    CONSTRAINT ck_step_entries_back_has_a_reason CHECK (because not in ('gone_back', 'reopened') or reason_sealed is not null),
    CONSTRAINT fk_step_entries_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_step_entries_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_step_entries_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_step_entries_case_id ON step_entries (case_id);

CREATE INDEX ix_step_entries_organisation_id ON step_entries (organisation_id);

CREATE TABLE small_plan_endings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind VARCHAR NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_small_plan_endings PRIMARY KEY (id),
    CONSTRAINT uq_small_plan_endings_conversation_id UNIQUE (conversation_id),
    CONSTRAINT fk_small_plan_endings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_small_plan_endings_conversation_id FOREIGN KEY(conversation_id) REFERENCES conversations (id),
    CONSTRAINT fk_small_plan_endings_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_small_plan_endings_organisation_id ON small_plan_endings (organisation_id);

CREATE TABLE agreement_endings (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    agreement_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_agreement_endings PRIMARY KEY (id),
    CONSTRAINT uq_agreement_endings_agreement_id UNIQUE (agreement_id),
    CONSTRAINT fk_agreement_endings_agreement_id FOREIGN KEY(agreement_id, case_id) REFERENCES agreements (id, case_id),
    CONSTRAINT fk_agreement_endings_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_agreement_endings_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_agreement_endings_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_agreement_endings_case_id ON agreement_endings (case_id);

CREATE INDEX ix_agreement_endings_organisation_id ON agreement_endings (organisation_id);

CREATE TABLE consultation_reads (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    consultation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_consultation_reads PRIMARY KEY (id),
    CONSTRAINT fk_consultation_reads_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_consultation_reads_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id),
    CONSTRAINT fk_consultation_reads_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE INDEX ix_consultation_reads_consultation_id ON consultation_reads (consultation_id);

CREATE INDEX ix_consultation_reads_organisation_id ON consultation_reads (organisation_id);

CREATE TABLE consultation_replies (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    consultation_id UUID NOT NULL,
    by_id UUID NOT NULL,
    text_sealed BYTEA NOT NULL,
    agreed BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_consultation_replies PRIMARY KEY (id),
    CONSTRAINT fk_consultation_replies_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_consultation_replies_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultations (id),
    CONSTRAINT fk_consultation_replies_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_consultation_replies_consultation_id ON consultation_replies (consultation_id);

CREATE INDEX ix_consultation_replies_organisation_id ON consultation_replies (organisation_id);

CREATE TABLE direction_answers (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    offer_id UUID NOT NULL,
    answer VARCHAR NOT NULL,
    reason_sealed BYTEA,
    CONSTRAINT pk_direction_answers PRIMARY KEY (id),
    CONSTRAINT uq_direction_answers_offer_id UNIQUE (offer_id),
    CONSTRAINT fk_direction_answers_offer_id FOREIGN KEY(offer_id, case_id) REFERENCES direction_offers (id, case_id),
    CONSTRAINT fk_direction_answers_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_direction_answers_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_direction_answers_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_direction_answers_case_id ON direction_answers (case_id);

CREATE INDEX ix_direction_answers_organisation_id ON direction_answers (organisation_id);

CREATE TABLE disclosures (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    decision_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    sha256 BYTEA,
    CONSTRAINT pk_disclosures PRIMARY KEY (id),
    CONSTRAINT fk_disclosures_decision_id FOREIGN KEY(decision_id, case_id) REFERENCES sharing_decisions (id, case_id),
    CONSTRAINT fk_disclosures_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_disclosures_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_disclosures_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_disclosures_case_id ON disclosures (case_id);

CREATE INDEX ix_disclosures_decision_id ON disclosures (decision_id);

CREATE INDEX ix_disclosures_organisation_id ON disclosures (organisation_id);

CREATE TABLE evaluation_results (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    evaluation_id UUID NOT NULL,
    held_on DATE NOT NULL,
    found_sealed BYTEA NOT NULL,
    for_teacher_sealed BYTEA NOT NULL,
    next_move VARCHAR NOT NULL,
    CONSTRAINT pk_evaluation_results PRIMARY KEY (id),
    CONSTRAINT uq_evaluation_results_evaluation_id UNIQUE (evaluation_id),
    CONSTRAINT fk_evaluation_results_evaluation_id FOREIGN KEY(evaluation_id, case_id) REFERENCES evaluations (id, case_id),
    CONSTRAINT fk_evaluation_results_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_evaluation_results_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_evaluation_results_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_evaluation_results_case_id ON evaluation_results (case_id);

CREATE INDEX ix_evaluation_results_organisation_id ON evaluation_results (organisation_id);

CREATE TABLE goals (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    plan_id UUID NOT NULL,
    position INTEGER NOT NULL,
    what_sealed BYTEA NOT NULL,
    measure_sealed BYTEA,
    by_when DATE,
    same_as_id UUID,
    CONSTRAINT pk_goals PRIMARY KEY (id),
    CONSTRAINT uq_goals_plan_id_position UNIQUE (plan_id, position),
    CONSTRAINT fk_goals_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_goals_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id),
    CONSTRAINT fk_goals_same_as_id FOREIGN KEY(same_as_id) REFERENCES goals (id)
);

CREATE INDEX ix_goals_organisation_id ON goals (organisation_id);

CREATE TABLE meldcode_entries (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    track_id UUID NOT NULL,
    step INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    question INTEGER,
    answer VARCHAR,
    done_on DATE,
    veilig_thuis BOOLEAN,
    words_sealed BYTEA,
    correction_of_id UUID,
    CONSTRAINT pk_meldcode_entries PRIMARY KEY (id),
    CONSTRAINT fk_meldcode_entries_track_id FOREIGN KEY(track_id, case_id) REFERENCES meldcode_tracks (id, case_id),
    CONSTRAINT ck_meldcode_entries_step_of_the_code CHECK (step between 1 and 5),
    CONSTRAINT ck_meldcode_entries_skipping_has_a_reason CHECK (kind <> 'skipped' or words_sealed is not null),
    CONSTRAINT ck_meldcode_entries_weighing_answered CHECK (kind <> 'weighing' or (question between 1 and 5 and answer is not null)),
    CONSTRAINT fk_meldcode_entries_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_meldcode_entries_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_meldcode_entries_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_meldcode_entries_correction_of_id FOREIGN KEY(correction_of_id) REFERENCES meldcode_entries (id)
);

CREATE INDEX ix_meldcode_entries_case_id ON meldcode_entries (case_id);

CREATE INDEX ix_meldcode_entries_organisation_id ON meldcode_entries (organisation_id);

CREATE INDEX ix_meldcode_entries_track_id ON meldcode_entries (track_id);

CREATE TABLE objections (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    decision_id UUID NOT NULL,
    words_sealed BYTEA,
    CONSTRAINT pk_objections PRIMARY KEY (id),
    CONSTRAINT fk_objections_decision_id FOREIGN KEY(decision_id, case_id) REFERENCES sharing_decisions (id, case_id),
    CONSTRAINT fk_objections_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_objections_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_objections_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_objections_case_id ON objections (case_id);

CREATE INDEX ix_objections_decision_id ON objections (decision_id);

CREATE INDEX ix_objections_organisation_id ON objections (organisation_id);

CREATE TABLE referrals (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    partner_id UUID NOT NULL,
    decision_id UUID,
    purpose_sealed BYTEA NOT NULL,
    follow_up_on DATE NOT NULL,
    CONSTRAINT pk_referrals PRIMARY KEY (id),
    CONSTRAINT uq_referrals_case UNIQUE (id, case_id),
    CONSTRAINT fk_referrals_decision_id FOREIGN KEY(decision_id, case_id) REFERENCES sharing_decisions (id, case_id),
    CONSTRAINT fk_referrals_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_referrals_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_referrals_by_id FOREIGN KEY(by_id) REFERENCES people (id),
    CONSTRAINT fk_referrals_partner_id FOREIGN KEY(partner_id) REFERENCES partners (id)
);

CREATE INDEX ix_referrals_case_id ON referrals (case_id);

CREATE INDEX ix_referrals_organisation_id ON referrals (organisation_id);

CREATE INDEX ix_referrals_partner_id ON referrals (partner_id);

CREATE TABLE withdrawals (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    decision_id UUID NOT NULL,
    reason_sealed BYTEA NOT NULL,
    CONSTRAINT pk_withdrawals PRIMARY KEY (id),
    CONSTRAINT uq_withdrawals_decision_id UNIQUE (decision_id),
    CONSTRAINT fk_withdrawals_decision_id FOREIGN KEY(decision_id, case_id) REFERENCES sharing_decisions (id, case_id),
    CONSTRAINT fk_withdrawals_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_withdrawals_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_withdrawals_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_withdrawals_case_id ON withdrawals (case_id);

CREATE INDEX ix_withdrawals_organisation_id ON withdrawals (organisation_id);

CREATE TABLE goal_outcomes (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    result_id UUID NOT NULL,
    goal_id UUID NOT NULL,
    outcome VARCHAR NOT NULL,
    words_sealed BYTEA,
    CONSTRAINT pk_goal_outcomes PRIMARY KEY (id),
    CONSTRAINT uq_goal_outcomes_result_id_goal_id UNIQUE (result_id, goal_id),
    CONSTRAINT fk_goal_outcomes_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_goal_outcomes_result_id FOREIGN KEY(result_id) REFERENCES evaluation_results (id),
    CONSTRAINT fk_goal_outcomes_goal_id FOREIGN KEY(goal_id) REFERENCES goals (id)
);

CREATE INDEX ix_goal_outcomes_organisation_id ON goal_outcomes (organisation_id);

CREATE TABLE referral_steps (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    by_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    referral_id UUID NOT NULL,
    state VARCHAR NOT NULL,
    words_sealed BYTEA,
    follow_up_on DATE,
    CONSTRAINT pk_referral_steps PRIMARY KEY (id),
    CONSTRAINT fk_referral_steps_referral_id FOREIGN KEY(referral_id, case_id) REFERENCES referrals (id, case_id),
    CONSTRAINT fk_referral_steps_organisation_id FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT fk_referral_steps_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_referral_steps_by_id FOREIGN KEY(by_id) REFERENCES people (id)
);

CREATE INDEX ix_referral_steps_case_id ON referral_steps (case_id);

CREATE INDEX ix_referral_steps_organisation_id ON referral_steps (organisation_id);

CREATE INDEX ix_referral_steps_referral_id ON referral_steps (referral_id);

ALTER TABLE reminders ADD COLUMN stands_in_for_id UUID,
    ADD CONSTRAINT fk_reminders_stands_in_for_id FOREIGN KEY(stands_in_for_id) REFERENCES people (id);

ALTER TABLE deliveries ADD COLUMN handed_at TIMESTAMP WITH TIME ZONE;
