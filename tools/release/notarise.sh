#!/usr/bin/env bash
# Signs what is gathered for Max and Pd with a developer's identity, and has Apple notarise it.
#   notarise.sh FOLDERS
# SIGNING_CERTIFICATE is the identity's .p12 file in base64, opened by SIGNING_PASSWORD.
set -euo pipefail
folders=$1
work=$(mktemp -d)
keychain=$work/signing.keychain-db
trap 'security delete-keychain "$keychain"; rm -rf "$work"' EXIT

security create-keychain -p "" "$keychain"
security unlock-keychain -p "" "$keychain"
base64 --decode <<< "$SIGNING_CERTIFICATE" > "$work/identity.p12"
security import "$work/identity.p12" -k "$keychain" -P "$SIGNING_PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "" "$keychain" > /dev/null

# A bundle is signed as a whole, and the other libraries one by one.
find "$folders" \( -name '*.mxo' -prune -o -name '*.pd_darwin' -o -name '*.so' -o -name '*.dylib' \) -print0 |
  while IFS= read -r -d '' code; do
    codesign --force --timestamp --options runtime \
      --keychain "$keychain" --sign "$SIGNING_IDENTITY" "$code"
  done

ditto -c -k "$folders" "$work/all.zip"
xcrun notarytool submit "$work/all.zip" --wait --apple-id "$NOTARY_APPLE_ID" \
  --team-id "$NOTARY_TEAM_ID" --password "$NOTARY_PASSWORD"
# Of a library alone Apple is asked when it is opened; a bundle carries the ticket.
find "$folders" -name '*.mxo' -prune -print0 |
  while IFS= read -r -d '' bundle; do xcrun stapler staple "$bundle"; done
