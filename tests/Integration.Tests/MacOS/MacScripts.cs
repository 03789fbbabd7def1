namespace PatchBaselineAssociation.IntegrationTests.MacOS;

/// <summary>The tools of a Mac as scripts: they answer from files in their folder (the text DATA stands for it), and change those.</summary>
internal static class MacScripts
{
    private const string Start = "#!/bin/sh\ncd 'DATA' || exit 9\n{ printf '%s' \"${0##*/}\"; for a in \"$@\"; do printf ' [%s]' \"$a\"; done; printf '\\n'; } >> calls\n";

    /// <summary>An update is two files: its label, and its two lines in the list. Installing it takes them away and writes a line of the history.</summary>
    public const string SoftwareUpdate = Start +
        """
        list() {
          if [ "$1" != --no-scan ] && [ -f offline ]; then echo "Can't connect to the Apple Software Update server, because you are not connected to the Internet." >&2; exit 0; fi
          if [ -f listing ]; then cat listing; exit 0; fi
          printf 'Software Update Tool\n\nFinding available software\n'
          if [ -z "$(ls updates)" ]; then echo 'No new software available.' >&2; exit 0; fi
          echo 'Software Update found the following new or updated software:'
          for u in updates/*; do cat "$u/lines"; done
          exit 0
        }
        install() {
          printf 'Software Update Tool\n\nFinding available software\n\n'
          for label in "$@"; do
            found=
            for u in updates/*; do
              [ -d "$u" ] && [ "$(cat "$u/label"; echo x)" = "${label}x" ] || continue
              found=1
              printf 'Downloading %s\n' "$(cat "$u/title")"
              if [ -f "$u/failure" ]; then cat "$u/failure"; continue; fi
              printf 'Done with %s\n' "$(cat "$u/title")"
              if [ -f "$u/prepared" ]; then touch "$u/staged"; continue; fi
              if [ -f "$u/receipt" ]; then sed "s/NOW/$(date -u +%Y-%m-%dT%H:%M:%SZ)/" "$u/receipt" >> history; fi
              if [ ! -f "$u/stays" ]; then rm -r "$u"; fi
            done
            [ -n "$found" ] || printf '%s: No such update\n' "$label"
          done
          echo Done.
          if [ -n "$(find updates -name staged)" ] && [ ! -f silent ]; then printf 'You have installed one or more updates that requires that you restart your\ncomputer.  Please restart immediately.\n'; fi
          exit 0
        }
        case "$1" in
          --list) shift; list "$@" ;;
          --install) shift; install "$@" ;;
          *) echo "unexpected: $*" >&2; exit 64 ;;
        esac
        """;

    public const string SystemProfiler = Start +
        """
        [ "$*" = 'SPInstallHistoryDataType -json' ] || exit 64
        [ ! -f no-history ] || exit 1
        printf '{\n  "SPInstallHistoryDataType" : [\n'
        sed '$!s/$/,/' history
        printf '  ]\n}\n'
        """;

    public const string ProductVersion = Start + "[ \"$*\" = -productVersion ] || exit 64\ncat version\n";

    /// <summary>Intel's processors do not know the value.</summary>
    public const string SystemControl = Start +
        """
        [ "$*" = '-n hw.optional.arm64' ] || exit 64
        if [ -f silicon ]; then echo 1; else echo "sysctl: unknown oid 'hw.optional.arm64'" >&2; exit 1; fi
        """;

    public const string Status = Start + "[ \"$1 $2\" = '-f %Su' ] || exit 64\ncat owner\n";

    /// <summary>Runs what it is given, as the user whom brew then sees.</summary>
    public const string Sudo = Start +
        """
        [ "$1 $2 $3 $5" = '-n -H -u --' ] || exit 64
        user=$4
        shift 5
        exec env -i HOME="/Users/$user" SUDO_USER=root AS_USER="$user" "$@"
        """;

    /// <summary>A package is a folder with the installed version and, where there is one, the version on offer.</summary>
    public const string Brew = Start +
        """
        if [ "${AS_USER:-$(cat user)}" = root ]; then echo 'Error: Running Homebrew as root is extremely dangerous and no longer supported.' >&2; exit 1; fi
        [ "$HOMEBREW_NO_AUTO_UPDATE$HOMEBREW_NO_ANALYTICS$NONINTERACTIVE" = 111 ] || exit 65
        [ -f warnings ] && cat warnings
        [ -f no-json ] && [ "$1" != upgrade ] && { cat no-json; exit 0; }
        each() {
          comma=
          for p in brew/$1/*; do
            [ -d "$p" ] || continue
            name=${p##*/} version=$(cat "$p/installed") offer=$(cat "$p/offer" 2>/dev/null) pin=false
            [ -f "$p/pin" ] && pin=true
            [ "$2" = outdated ] && [ -z "$offer" ] && continue
            printf '%s' "$comma"
            comma=,
            case "$2 $1" in
              outdated*) printf '{"name":"%s","installed_versions":["%s"],"current_version":"%s","pinned":%s}' "$name" "$version" "$offer" $pin ;;
              *formula) printf '{"name":"%s","full_name":"%s","installed":[{"version":"%s"}],"pinned":%s}' "$name" "$name" "$version" $pin ;;
              *) printf '{"token":"%s","full_token":"%s","installed":"%s"}' "$name" "$name" "$version" ;;
            esac
          done
        }
        case "$1" in
          update) if [ -f offline ]; then echo 'Error: Fetching /opt/homebrew failed!' >&2; exit 1; fi ;;
          info|outdated) printf '{"formulae":['; each formula $1; printf '],"casks":['; each cask $1; printf ']}\n' ;;
          upgrade)
            kind=${2#--}
            shift 2
            code=0
            for name in "$@"; do
              p=brew/$kind/$name
              if [ -f "$p/failure" ]; then cat "$p/failure" >&2; code=1; continue; fi
              [ -f "$p/offer" ] && [ ! -f "$p/pin" ] || continue
              printf '==> Upgrading %s\n' "$name"
              mv "$p/offer" "$p/installed"
            done
            exit $code ;;
          *) echo "unexpected: $*" >&2; exit 64 ;;
        esac
        """;
}
