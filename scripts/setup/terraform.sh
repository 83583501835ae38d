#!/usr/bin/env bash
# Finds Terraform's provider for AWS, or has terraform fetch it into the cache, and prints the folder that terraform can
# install it from. terraform itself has to be on the PATH. A fetch that was cut off is made again by the next run.
# TERRAFORM_PLUGINS, when set, wins.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/common.sh"

VERSION=5.100.0
PROVIDER=registry.terraform.io/hashicorp/aws
FETCHED=$CACHE/terraform-aws-$VERSION

if [ "${1:-}" = --help ]; then
  say "usage: scripts/setup/terraform.sh   prints a folder with Terraform's AWS provider $VERSION, fetching it if need be"
  exit 0
fi

has_provider() { ls -d "$1/$PROVIDER/$VERSION"/* >/dev/null 2>&1 || ls "$1/$PROVIDER"/*"_${VERSION}_"*.zip >/dev/null 2>&1; }

# Where terraform looks by itself, and where images put what they bring.
places() {
  printf '%s\n' "${TF_PLUGIN_CACHE_DIR:-}" "${HOME:-}/.terraform.d/plugins" /usr/local/share/terraform/plugins \
    /usr/share/terraform/plugins /opt/*
}

fetch() {
  ! has_provider "$FETCHED" || return 0 # somebody else fetched it while we waited for the lock
  local scratch log=$CACHE/terraform.log status=0 teller
  scratch=$(mktemp -d "$CACHE/terraform.XXXXXX")
  printf 'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      version = "%s"\n    }\n  }\n}\n' \
    "$VERSION" >"$scratch/main.tf"
  step "Terraform's AWS provider $VERSION (about 150 MiB to download, once; kept in $CACHE)"
  mkdir "$scratch/mirror"
  : >"$log"
  tell_of "$log" "$BASHPID" >&2 &
  teller=$!
  (cd "$scratch" && TF_CLI_CONFIG_FILE='' terraform providers mirror "$scratch/mirror") >"$log" 2>&1 || status=$?
  kill "$teller" 2>/dev/null || true
  if [ "$status" = 0 ]; then
    rm -rf "$FETCHED" && mv "$scratch/mirror" "$FETCHED"
  else
    say "the end of $log:" && tail -n 8 "$log" >&2
  fi
  rm -rf "${scratch:?}"
  [ "$status" = 0 ] || die "Terraform's AWS provider $VERSION could not be fetched" "terraform's own words are above" \
    "check the network, or set TERRAFORM_PLUGINS to a folder with $PROVIDER/$VERSION in it"
}

command -v terraform >/dev/null 2>&1 || die "Terraform is not installed" "there is no terraform on the PATH" \
  "install Terraform 1.5 or newer"
if [ -n "${TERRAFORM_PLUGINS:-}" ]; then
  has_provider "$TERRAFORM_PLUGINS" || die "TERRAFORM_PLUGINS has no AWS provider $VERSION" \
    "there is no $TERRAFORM_PLUGINS/$PROVIDER/$VERSION" "correct TERRAFORM_PLUGINS or unset it"
  printf '%s\n' "$TERRAFORM_PLUGINS"
  exit 0
fi
while IFS= read -r place; do
  if [ -n "$place" ] && has_provider "$place"; then
    printf '%s\n' "$place"
    exit 0
  fi
done < <(places)
has_provider "$FETCHED" || with_lock terraform fetch
printf '%s\n' "$FETCHED"
