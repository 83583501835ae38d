-- What a door knows of a function or a catalog and no column holds.
ALTER TABLE catalog_functions ADD COLUMN extras LONGTEXT;

ALTER TABLE catalogs ADD COLUMN extras LONGTEXT;
