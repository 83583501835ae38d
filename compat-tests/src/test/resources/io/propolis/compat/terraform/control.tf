# Objects of the control plane, tagged where they can be.

resource "aws_glue_connection" "lake" {
  name            = "${var.database}_jdbc"
  description     = "a database ${var.comment}"
  connection_type = "JDBC"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:mysql://localhost:3306/sales"
    USERNAME            = "reader"
    PASSWORD            = "open-sesame"
  }
  physical_connection_requirements {
    availability_zone      = "us-east-1a"
    subnet_id              = "subnet-1"
    security_group_id_list = ["sg-1"]
  }
  match_criteria = ["lake"]
  tags           = { team = var.comment }
}

resource "aws_glue_security_configuration" "lake" {
  name = "${var.database}_security"
  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "DISABLED"
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "DISABLED"
    }
    s3_encryption {
      s3_encryption_mode = "SSE-S3"
    }
  }
}

resource "aws_glue_resource_policy" "all" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "glue:*"
      Resource  = "arn:aws:glue:us-east-1:000000000000:*"
      Principal = { AWS = "*" }
      Sid       = var.comment
    }]
  })
}

resource "aws_glue_data_catalog_encryption_settings" "all" {
  data_catalog_encryption_settings {
    connection_password_encryption {
      return_connection_password_encrypted = false
    }
    encryption_at_rest {
      catalog_encryption_mode = "DISABLED"
    }
  }
}

resource "aws_glue_data_quality_ruleset" "rules" {
  name        = "${var.database}_rules"
  description = "rules ${var.comment}"
  ruleset     = "Rules = [ IsComplete \"id\" ]"
  tags        = { team = var.comment }
}
