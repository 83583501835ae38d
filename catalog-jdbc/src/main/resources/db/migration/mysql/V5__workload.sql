-- definition is JSON text: pools, triggers and mappings, which are read and changed with their plan.
CREATE TABLE resource_plans (
  id         BIGINT PRIMARY KEY AUTO_INCREMENT,
  namespace  VARCHAR(255) NOT NULL,
  name       VARCHAR(255) NOT NULL,
  status     VARCHAR(64) NOT NULL,
  definition LONGTEXT NOT NULL,
  UNIQUE (namespace, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE ${collation};
