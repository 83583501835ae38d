resource "aws_glue_catalog_database" "lake" {
  name         = var.database
  description  = "a lake ${var.comment}"
  location_uri = "s3://lake/"
  parameters   = { a = "b" }
  tags         = { team = var.comment }
}

resource "aws_glue_catalog_table" "orders" {
  name          = "orders"
  database_name = aws_glue_catalog_database.lake.name
  description   = "orders ${var.comment}"
  owner         = "ann"
  retention     = 3
  table_type    = "EXTERNAL_TABLE"
  parameters = {
    EXTERNAL       = "TRUE"
    classification = "parquet"
  }
  partition_keys {
    name    = "day"
    type    = "date"
    comment = "when"
  }
  partition_keys {
    name = "n"
    type = "int"
  }
  storage_descriptor {
    location          = "s3://lake/orders/"
    input_format      = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format     = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
    compressed        = true
    bucket_columns    = ["id"]
    number_of_buckets = 4
    columns {
      name       = "id"
      type       = "bigint"
      comment    = "the key ${var.comment}"
      parameters = { c = "d" }
    }
    columns {
      name = "tags"
      type = "array<struct<Name:string,n:int>>"
    }
    ser_de_info {
      name                  = "orders"
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
      parameters            = { "serialization.format" = 1 }
    }
    sort_columns {
      column     = "id"
      sort_order = 1
    }
    skewed_info {
      skewed_column_names               = ["id"]
      skewed_column_values              = ["1"]
      skewed_column_value_location_maps = { "1" = "s3://lake/orders/skewed/" }
    }
  }
}

resource "aws_glue_partition_index" "by_number" {
  database_name = aws_glue_catalog_database.lake.name
  table_name    = aws_glue_catalog_table.orders.name
  partition_index {
    index_name = "by_number"
    keys       = ["n"]
  }
}

resource "aws_glue_catalog_table" "view" {
  name               = "ids"
  database_name      = aws_glue_catalog_database.lake.name
  table_type         = "VIRTUAL_VIEW"
  view_original_text = "SELECT id FROM orders"
  view_expanded_text = "SELECT id FROM orders"
  storage_descriptor {
    columns {
      name = "id"
      type = "bigint"
    }
  }
}

resource "aws_glue_partition" "orders" {
  database_name    = aws_glue_catalog_database.lake.name
  table_name       = aws_glue_catalog_table.orders.name
  partition_values = ["2026-01-01", "7"]
  parameters       = { a = var.comment }
  storage_descriptor {
    location      = "s3://lake/orders/day=2026-01-01/n=7/"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"
    columns {
      name = "id"
      type = "bigint"
    }
    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    }
  }
}

data "aws_caller_identity" "me" {}

resource "aws_glue_user_defined_function" "f" {
  # Without it the provider would make the function anew each time, also against AWS.
  catalog_id    = data.aws_caller_identity.me.account_id
  name          = "f"
  database_name = aws_glue_catalog_database.lake.name
  class_name    = "com.example.F${var.comment}"
  owner_name    = "ann"
  owner_type    = "USER"
  resource_uris {
    resource_type = "JAR"
    uri           = "s3://lake/f.jar"
  }
}

# Was there before: taken over as it is.
resource "aws_glue_catalog_database" "found" {
  name = "${var.database}_found"
}

import {
  to = aws_glue_catalog_database.found
  id = "000000000000:${var.database}_found"
}

resource "aws_glue_catalog_table" "found" {
  name          = "orders"
  database_name = aws_glue_catalog_database.found.name
  owner         = "ann"
}

import {
  to = aws_glue_catalog_table.found
  id = "000000000000:${var.database}_found:orders"
}
