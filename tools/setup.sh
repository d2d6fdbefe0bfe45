# Sourced by ./sempurna and ./test: installs the Debian packages that are missing, and builds.

# 'one|another' is met by either; the first is installed where neither is there.
build_packages=(
  g++ cmake ninja-build ccache mold pkg-config          # compiler and build
  libtorch-dev libdnnl-dev libopenblas0-pthread          # tensors, CPU kernels, a fast BLAS
  libjpeg62-turbo-dev libpng-dev libwebp-dev libexif-dev # pictures
  libutf8proc-dev libuchardet-dev                        # text
  nlohmann-json3-dev libyaml-cpp-dev libfmt-dev libspdlog-dev libcli11-dev
  libarchive-dev libssl-dev 'libcurl4-openssl-dev|libcurl4-gnutls-dev' zlib1g-dev
  libsqlite3-dev 'libboost1.74-dev|libboost1.81-dev' libpugixml-dev libre2-dev  # the server
  libseccomp-dev                                         # what confines a worker
  libonnx-dev libprotobuf-dev                            # models for other programs
)
test_packages=(
  libgtest-dev libgmock-dev python3 python3-numpy strace openssl
  python3-boto3 awscli s3cmd rclone                      # clients of the server
  libfaketime                                            # whose clock jumps
  golang-go golang-github-aws-aws-sdk-go-v2-dev          # one more client; 740 MB
  clang-format-14                                        # how the code is laid out
  'chromium-headless-shell|chromium'                     # Studio in a browser; 220 MB
)

# Of Studio, the page. Where they are there from elsewhere, Debian's would be in their way.
command -v node >/dev/null || build_packages+=(nodejs)
command -v npm >/dev/null || build_packages+=(npm)

installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'
}

# missing_of NAME… : what has to be installed, a line each; asks dpkg, so that nothing is fetched when all is there.
missing_of() {
  local wanted package
  for wanted in "$@"; do
    for package in ${wanted//|/ }; do
      if installed "$package"; then continue 2; fi
    done
    echo "${wanted%%|*}"
  done
}

# install_packages NAME… : what is missing, and only if nothing that is there has to go for it.
install_packages() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "sempurna: these Debian packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2
      echo "          As root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "sempurna: installing the Debian packages needed to build and run: ${missing[*]}" >&2
  local log removed
  log=$(mktemp)
  if ! "${as_root[@]}" apt-get update >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    echo "sempurna: the lists of packages could not be read anew; the whole log is in $log" >&2
    return 1
  fi
  removed=$(apt-get -s install --no-install-recommends "${missing[@]}" 2>/dev/null </dev/null |
            awk '$1 == "Remv" { printf "%s%s", sep, $2; sep = " " }')
  if [ -n "$removed" ]; then
    echo "sempurna: nothing was installed, because Debian's installer would remove these for it: $removed" >&2
    echo "          Build where they are not needed (a container, or another machine), or, if they may go, run:" >&2
    echo "          apt-get install --no-install-recommends ${missing[*]}" >&2
    rm -f "$log"
    return 1
  fi
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
         apt-get install -y --no-remove --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null; then
    tail -n 15 "$log" >&2
    echo "sempurna: the installation failed; the whole log is in $log" >&2
    return 1
  fi
  rm -f "$log"
}

# configure PRESET [OPTION…] : only when it was not done yet or an option changed.
configure() {
  local preset=$1 stamp="$root/build/$1/.configured"
  shift
  if [ ! -f "$root/build/$preset/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$*" ]; then
    local log
    log=$(mktemp)
    if ! (cd "$root" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
      tail -n 30 "$log" >&2
      echo "sempurna: configuring the build failed; the whole log is in $log" >&2
      return 1
    fi
    rm -f "$log"
    echo "$*" >"$stamp"
  fi
}

# up_to_date PRESET [TARGET…] : whether the last build of these is newer than every source.
up_to_date() {
  local stamp="$root/build/$1/.built-${*:2}"
  stamp=${stamp// /-}
  [ -f "$stamp" ] && [ -f "$root/build/$1/build.ninja" ] &&
    [ -z "$(cd "$root" && find src cards models cmake tools studio/src studio/package.json CMakeLists.txt CMakePresets.json -newer "$stamp" -print -quit)" ]
}

# build_studio : packs the page for the program to carry. Where npm cannot have what it needs, the program is built
# without, and says so to whoever opens it.
build_studio() {
  local pack="$root/build/studio/studio.pack" log
  [ -f "$root/studio/package.json" ] || return 0
  if [ -s "$pack" ] && [ -z "$(cd "$root" && find studio tools/pack_studio.mjs \
       \( -path studio/node_modules -o -path studio/dist \) -prune -o -type f -newer "$pack" -print -quit)" ]; then
    return 0
  fi
  log=$(mktemp)
  echo "sempurna: building Studio, the page" >&2
  mkdir -p "$root/build/studio"
  if (cd "$root/studio" && npm ci --ignore-scripts --no-audit --no-fund && npm run build &&
        node "$root/tools/pack_studio.mjs" dist "$pack.new" && mv "$pack.new" "$pack") >"$log" 2>&1; then
    rm -f "$log"
  else
    echo "sempurna: Studio could not be built, so the program comes without it; why is in $log" >&2
    [ -f "$pack" ] || : >"$pack"
  fi
}

# follow LOG : keeps Ninja's output in LOG and says now and then how far it is.
follow() {
  local log=$1 line next=15
  SECONDS=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] && ((SECONDS >= next)); then
      local done=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
      echo "sempurna: built $done of $all, about $(((SECONDS * (all - done) / done + 59) / 60)) min left" >&2
      next=$((SECONDS + 30))
    fi
  done
}

# build PRESET [TARGET…] : silent when nothing changed, else Ninja's own progress.
build() {
  local preset=$1 folder="$root/build/$1" stamp="$root/build/$1/.built-${*:2}" steps
  shift
  stamp=${stamp// /-}
  # Its time is that of the start: what is saved while it runs is newer.
  touch "$stamp.begun"
  steps=$(ninja -C "$folder" -n "$@" 2>/dev/null | grep -c '^\[' || true)
  if [ "$steps" -gt 0 ]; then
    if [ "$steps" -gt 200 ]; then
      echo "sempurna: building; the first time takes about half an hour on two cores, and 1 GB of disk; interrupted, the same command goes on" >&2
    else
      echo "sempurna: building what changed" >&2
    fi
    local log
    log=$(mktemp)
    if [ -t 2 ]; then
      ninja -C "$folder" "$@" >&2 || return 1
    elif ! NINJA_STATUS='[%f/%t] ' ninja -C "$folder" "$@" 2>&1 | follow "$log"; then
      grep -A 12 -m 3 -E 'FAILED|error:' "$log" >&2 || tail -n 5 "$log" >&2
      echo "sempurna: the build failed; the whole log is in $log" >&2
      return 1
    fi
    rm -f "$log"
  fi
  mv "$stamp.begun" "$stamp"
}
