-- Set while only imports that notify nobody have told of the failure: nothing is told of it then, whoever asks.
ALTER TABLE {database}.failure_facts ADD COLUMN IF NOT EXISTS quiet UInt8 DEFAULT 0 AFTER status;
