-- One row a case, everything that an analysis asks for first.
CREATE VIEW prosecutions AS
WITH groups AS (
  SELECT case_id, list(organization_id ORDER BY organization_id) AS organizations, list(basis ORDER BY organization_id) AS organization_bases
  FROM case_organizations GROUP BY case_id
),
accusations AS (
  SELECT case_id, list_sort(list(DISTINCT offence_id) FILTER (offence_id IS NOT NULL)) AS offences,
    list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles
  FROM charges GROUP BY case_id
),
openings AS (
  SELECT case_id, date AS opened, date_earliest AS opened_earliest, date_latest AS opened_latest
  FROM events JOIN event_stages USING (kind)
  WHERE stage IN (1, 2) AND date IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY case_id ORDER BY date_latest, date_earliest DESC, event_id) = 1
),
trials AS (
  SELECT case_id, arg_min(date, date_latest) AS trial_opened FROM events WHERE kind = 'trial_opened' GROUP BY case_id
),
decisions AS (
  SELECT sentences.*, position, max(position) OVER (PARTITION BY case_id) AS last_position
  FROM sentences JOIN decisions_in_order USING (sentence_id, case_id)
),
orders AS (
  SELECT case_id, list_sort(list(DISTINCT kind)) AS additional_penalties
  FROM additional_penalties JOIN sentences USING (sentence_id) GROUP BY case_id
),
support AS (
  SELECT case_id, count(DISTINCT source_id) AS sources, count(DISTINCT source_id) FILTER (read = 'full') AS sources_read_in_full,
    count(DISTINCT publisher_group) AS publisher_groups
  FROM statements WHERE case_id IS NOT NULL GROUP BY case_id
)
SELECT cases.case_id, cases.person_id, people.name, people.gender, joint_case_id,
  cases.region_code, regions.name_en AS region, settlement, occupation,
  organizations, organization_bases, offences, roles, plea, hearing_access, hearing_mode,
  opened, opened_earliest, opened_latest, trial_opened,
  first_one.decided AS first_judgment, first_one.decided_earliest AS first_judgment_earliest,
  first_one.decided_latest AS first_judgment_latest, first_one.effect AS first_effect,
  first_one.main_penalty AS first_main_penalty, first_one.term_months AS first_term_months, first_one.term_days AS first_term_days,
  last_one.decided AS last_decision, last_one.instance AS last_instance, last_one.effect AS last_effect,
  last_known_main_penalty, last_known_term_months, last_known_term_days,
  additional_penalties, last_known_status, status_as_of,
  coalesce(sources, 0) AS sources, coalesce(sources_read_in_full, 0) AS sources_read_in_full, coalesce(publisher_groups, 0) AS publisher_groups,
  summary
FROM cases
JOIN people USING (person_id)
JOIN last_known_status USING (case_id)
LEFT JOIN regions USING (region_code)
LEFT JOIN groups USING (case_id)
LEFT JOIN accusations USING (case_id)
LEFT JOIN openings USING (case_id)
LEFT JOIN trials USING (case_id)
LEFT JOIN decisions AS first_one ON first_one.case_id = cases.case_id AND first_one.position = 1
LEFT JOIN decisions AS last_one ON last_one.case_id = cases.case_id AND last_one.position = last_one.last_position
LEFT JOIN orders ON orders.case_id = cases.case_id
LEFT JOIN support ON support.case_id = cases.case_id
ORDER BY cases.case_id;

COMMENT ON VIEW prosecutions IS 'One row a case, ready to analyse. What no source that was read says is empty; absence in an excerpt is not absence.';
COMMENT ON COLUMN prosecutions.case_id IS 'The case.';
COMMENT ON COLUMN prosecutions.person_id IS 'Who is prosecuted.';
COMMENT ON COLUMN prosecutions.name IS 'Name of the person.';
COMMENT ON COLUMN prosecutions.joint_case_id IS 'The trial of several people that the case was heard in.';
COMMENT ON COLUMN prosecutions.region_code IS 'ISO 3166-2 code of the region or city.';
COMMENT ON COLUMN prosecutions.region IS 'Name of the region in English.';
COMMENT ON COLUMN prosecutions.settlement IS 'Seat of the first-instance court, else of the investigating body.';
COMMENT ON COLUMN prosecutions.organizations IS 'Groups that the case is about.';
COMMENT ON COLUMN prosecutions.organization_bases IS 'For each of them, who says so.';
COMMENT ON COLUMN prosecutions.offences IS 'Articles that the charges name.';
COMMENT ON COLUMN prosecutions.roles IS 'Roles that the charges state.';
COMMENT ON COLUMN prosecutions.opened IS 'First dated step of the investigation or charge, as precise as its source.';
COMMENT ON COLUMN prosecutions.opened_earliest IS 'First day that it may mean.';
COMMENT ON COLUMN prosecutions.opened_latest IS 'Last day that it may mean.';
COMMENT ON COLUMN prosecutions.trial_opened IS 'When the trial opened.';
COMMENT ON COLUMN prosecutions.first_judgment IS 'When the first judgment was pronounced.';
COMMENT ON COLUMN prosecutions.first_judgment_earliest IS 'First day that it may mean.';
COMMENT ON COLUMN prosecutions.first_judgment_latest IS 'Last day that it may mean.';
COMMENT ON COLUMN prosecutions.first_effect IS 'What the first judgment did.';
COMMENT ON COLUMN prosecutions.first_main_penalty IS 'Main penalty of the first judgment.';
COMMENT ON COLUMN prosecutions.first_term_months IS 'Its whole months.';
COMMENT ON COLUMN prosecutions.first_term_days IS 'Its days beyond the whole months.';
COMMENT ON COLUMN prosecutions.last_decision IS 'Date of the last reported decision.';
COMMENT ON COLUMN prosecutions.last_instance IS 'Stage of the last reported decision.';
COMMENT ON COLUMN prosecutions.last_effect IS 'What the last reported decision did.';
COMMENT ON COLUMN prosecutions.additional_penalties IS 'Kinds of additional penalties that any decision ordered.';
COMMENT ON COLUMN prosecutions.sources IS 'Number of sources that the case, its charges, events and decisions cite; a copy counts as its original.';
COMMENT ON COLUMN prosecutions.sources_read_in_full IS 'Those of them that were read in full.';
COMMENT ON COLUMN prosecutions.publisher_groups IS 'Number of independent publishers among them; services and relays of one house count once.';
