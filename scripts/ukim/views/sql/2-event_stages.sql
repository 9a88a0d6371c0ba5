-- The stage before judgment that an event shows. Every kind stands here; NULL: it shows none.
CREATE VIEW event_stages AS
SELECT * FROM (
  VALUES
    ('investigation_opened', 1, 'investigated'), ('searched', 1, 'investigated'), ('detained', 1, 'investigated'),
    ('suspect_named', 1, 'investigated'), ('custody_ordered', 1, 'investigated'), ('custody_extended', 1, 'investigated'),
    ('house_arrest_ordered', 1, 'investigated'), ('movement_restricted', 1, 'investigated'), ('bailed', 1, 'investigated'),
    ('freed_pretrial', 1, 'investigated'), ('forensic_placement_ordered', 1, 'investigated'), ('wanted', 1, 'investigated'),
    ('extradited', 1, 'investigated'),
    ('charged', 2, 'charged'), ('charge_changed', 2, 'charged'),
    ('sent_to_court', 3, 'on_trial'), ('trial_opened', 3, 'on_trial'), ('hearing', 3, 'on_trial'), ('penalty_requested', 3, 'on_trial'),
    ('cases_joined', NULL, NULL), ('case_split', NULL, NULL), ('hearing_scheduled', NULL, NULL), ('review_filed', NULL, NULL),
    ('review_leave_refused', NULL, NULL), ('early_release_refused', NULL, NULL), ('in_force', NULL, NULL),
    ('returned_to_custody', NULL, NULL), ('released', NULL, NULL), ('financial_list_added', NULL, NULL),
    ('financial_list_removed', NULL, NULL), ('international_finding', NULL, NULL), ('died', NULL, NULL)
) AS stages(kind, stage, status)
ORDER BY stage NULLS LAST, kind;

COMMENT ON VIEW event_stages IS 'The stage before judgment that each kind of event shows.';
COMMENT ON COLUMN event_stages.kind IS 'Kind of the event.';
COMMENT ON COLUMN event_stages.stage IS '1 investigation, 2 charge, 3 trial; empty where the event shows none.';
COMMENT ON COLUMN event_stages.status IS 'Status that the event shows while no judgment stands.';
