#!/bin/sh
# Finds the console, installs it where it is absent, runs it, and ends with its exit code.
# The agent puts the document's parameters into these quotes; the document's patterns keep out what could end them.
export PATCH_OPERATION='{{ Operation }}'
export PATCH_BASELINE_TAGS='{{ BaselineTags }}'
export PATCH_ASSOCIATION_ID='{{ AssociationId }}'
export PATCH_INSTALL_OVERRIDE_LIST='{{ InstallOverrideList }}'
export PATCH_REBOOT_OPTION='{{ RebootOption }}'
source='{{ ModuleSource }}'
version='{{ ModuleVersion }}'
hash='{{ ModuleSha256 }}'
folder='{{ InstallFolder }}'

name=PatchBaselineAssociation
[ -n "$folder" ] || folder=/opt/$name
umask 022

fail() {
  printf '[%s] %s %s\n' "$2" "$3" "$4" >&2
  exit "$1"
}

has() { command -v "$1" >/dev/null 2>&1; }

# The newest installed version that is wanted. What is still being unpacked is in a folder whose name begins with a dot.
find_copy() {
  for program in "$folder"/*/$name.Console; do
    found=${program%/*}
    found=${found##*/}
    case $found in *[!0-9.]*) continue ;; esac
    if [ -x "$program" ] && { [ -z "$version" ] || [ "$found" = "$version" ]; }; then
      printf '%s\n' "$found"
    fi
  done | sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1
}

download() {
  case $source in
    s3://*)
      has aws || fail 156 ModuleNotDownloaded "'$source' is read with the AWS CLI (aws), which is not installed here." 'Install it, or give an https address.'
      aws s3 cp --only-show-errors ${AWS_SSM_REGION_NAME:+--region "$AWS_SSM_REGION_NAME"} "$source" "$1"
      ;;
    *)
      if has curl; then
        curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --output "$1" "$source"
      elif has wget; then
        # wget follows a redirection that leaves https.
        [ -n "$hash" ] || fail 156 ModuleNotDownloaded 'There is wget here, but not curl.' 'Give ModuleSha256, or install curl.'
        wget -q -O "$1" "$source"
      else
        fail 156 ModuleNotDownloaded "'$source' is read with curl or wget, and neither is installed here." 'Install one of them.'
      fi
      ;;
  esac
}

hash_of() {
  if has sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

unpack() {
  if has unzip; then
    unzip -q "$1" -d "$2"
  elif has bsdtar; then
    bsdtar -x -f "$1" -C "$2"
  elif has python3; then
    python3 -m zipfile -e "$1" "$2"
  else
    fail 155 ModuleNotUnpacked 'A zip file is unpacked with unzip, bsdtar or python3, and none of them is installed here.' 'Install one of them.'
  fi
}

install_copy() {
  case $source in
    '') fail 152 ModuleNotInstalled "There is no console${version:+ of version $version} in '$folder', and ModuleSource is empty." 'Install it, or give ModuleSource.' ;;
    Gallery | PSGallery) fail 152 ModuleNotInstalled 'A gallery has the module, but not the console.' 'Give ModuleSource as an s3 or https address of a zip file of the published console.' ;;
  esac
  mkdir -p "$folder" && workplace=$(mktemp -d "$folder/.unfinished-XXXXXX") || fail 154 ModuleNotUnpacked "Nothing can be written into '$folder'." 'Run as root, or give another InstallFolder.'
  trap 'rm -rf "$workplace"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM

  download "$workplace/console.zip" || fail 156 ModuleNotDownloaded "The console could not be downloaded from '$source'." 'Check the address, the network, and the rights of the instance role.'
  if [ -n "$hash" ]; then
    actual=$(hash_of "$workplace/console.zip")
    [ "$actual" = "$(printf '%s' "$hash" | tr A-F a-f)" ] || fail 151 ModuleHashWrong "What '$source' gives has the SHA-256 hash $actual, not $hash. It was not unpacked." 'Correct ModuleSha256, or find out who changed the file.'
  fi
  mkdir "$workplace/content"
  unpack "$workplace/console.zip" "$workplace/content" || fail 155 ModuleNotUnpacked "What '$source' gives could not be unpacked." 'It must be a zip file of the published console, and the disk must have room for it.'

  for program in "$workplace/content/$name.Console" "$workplace"/content/*/$name.Console; do
    [ ! -f "$program" ] || break
  done
  manifest=$(find "${program%/*}/Modules/$name" -name $name.psd1 2>/dev/null)
  [ -f "$program" ] && [ -f "$manifest" ] || fail 155 ModuleNotUnpacked "What '$source' gives is no published console with one module." 'Give the zip file of the folder that dotnet publish wrote.'
  given=${manifest%/*}
  given=${given##*/}
  [ -z "$version" ] || [ "$given" = "$version" ] || fail 155 ModuleVersionWrong "What '$source' gives is version $given, and ModuleVersion is $version." 'Correct one of them.'
  chmod 755 "$program"

  # Another run may be faster. Then mv puts this copy into the folder of that one, from where it is removed by its own name.
  copy=${workplace##*/}
  mv "${program%/*}" "$workplace/$copy" && mv "$workplace/$copy" "$folder/$given" || fail 155 ModuleNotUnpacked "The console could not be put into '$folder/$given'." 'Remove what is there, or give another InstallFolder.'
  rm -rf "$folder/$given/$copy" "$workplace"
  trap - EXIT HUP INT TERM
}

installed=$(find_copy)
if [ -z "$installed" ]; then
  install_copy
  installed=$(find_copy)
  [ -n "$installed" ] || fail 152 ModuleNotInstalled "The console was put into '$folder', and is not found there." 'Install it by hand to see why.'
fi

# The values are read from the environment: nothing of them becomes a part of this script.
exec "$folder/$installed/$name.Console" 'Invoke-PatchBaselineAssociation -Operation $env:PATCH_OPERATION -BaselineTags "$env:PATCH_BASELINE_TAGS" -AssociationId $env:PATCH_ASSOCIATION_ID -InstallOverrideList "$env:PATCH_INSTALL_OVERRIDE_LIST" -RebootOption $env:PATCH_REBOOT_OPTION; exit $LASTEXITCODE'
