-- A customer's name is personal: it lies here as its event brought it, sealed, and outlives the event.
ALTER TABLE {database}.dim_customer ADD COLUMN IF NOT EXISTS personal String DEFAULT '' AFTER attributes;
