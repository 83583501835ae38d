# Where the Glue API is. The files beside this one have the resources.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "database" {
  type = string
}

# What is changed after the first apply.
variable "comment" {
  type = string
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "compat"
  secret_key                  = "secret"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  endpoints {
    glue = var.endpoint
    sts  = var.endpoint
    iam  = var.endpoint
  }
}
