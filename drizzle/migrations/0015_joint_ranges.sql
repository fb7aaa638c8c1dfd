-- Ranges that are stored together: what their inserts' tokens begin with, so that each is told from a late try of all.
ALTER TABLE "stored_ranges" ADD COLUMN "joint" text;
