# Where the server writes metadata files.
variable "lake" {
  type = string
}

resource "aws_glue_catalog_table" "events" {
  name          = "events"
  database_name = aws_glue_catalog_database.lake.name
  description   = "events ${var.comment}"
  table_type    = "EXTERNAL_TABLE"
  parameters = {
    "write.format.default" = "parquet"
  }
  open_table_format_input {
    iceberg_input {
      metadata_operation = "CREATE"
      version            = "2"
    }
  }
  storage_descriptor {
    location = "${var.lake}events/"
    columns {
      name    = "id"
      type    = "bigint"
      comment = "the key"
    }
    columns {
      name = "at"
      type = "timestamp"
    }
    columns {
      name = "tags"
      type = "array<struct<Name:string,n:int>>"
    }
  }
}

resource "aws_glue_catalog_table_optimizer" "compaction" {
  catalog_id    = data.aws_caller_identity.me.account_id
  database_name = aws_glue_catalog_database.lake.name
  table_name    = aws_glue_catalog_table.events.name
  type          = "compaction"
  configuration {
    role_arn = "arn:aws:iam::000000000000:role/optimizer"
    enabled  = true
  }
}
