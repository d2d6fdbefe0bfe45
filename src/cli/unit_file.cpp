#include "cli/unit_file.h"

#include <fmt/format.h>

namespace sempurna {

namespace {

// The server has its workers save what they have done, so it alone is told to end.
// `systemd-analyze security --offline=true` finds what is left open. Not MemoryDenyWriteExecute:
// the training's kernels are made as they are needed. Backups lie beside the data, because the
// service has a /tmp of its own and may write nowhere else.
constexpr auto kUnit = R"([Unit]
Description=Sempurna: fine-tuning, and the store it works on
After=network-online.target
Wants=network-online.target

[Service]
ExecStart={} serve --data-dir /var/lib/sempurna
ExecReload=/bin/kill -HUP $MAINPID
KillMode=mixed
Restart=on-failure
DynamicUser=yes
StateDirectory=sempurna sempurna-backups
StateDirectoryMode=0700
UMask=0077
LimitNOFILE=65536
LimitCORE=0
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
PrivateDevices=yes
PrivateTmp=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
ProtectSystem=strict

[Install]
WantedBy=multi-user.target
)";

/// One word of a command line, whatever it holds. Source: systemd.service(5), "Command lines".
std::string quoted(const std::string& text) {
  std::string word = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') word += '\\';
    if (c == '%' || c == '$') word += c;
    word += c;
  }
  return word + '"';
}

}  // namespace

std::string unit_file(const fs::path& prefix) {
  return fmt::format(kUnit, quoted((prefix / "bin" / "sempurna").string()));
}

}  // namespace sempurna
