"""rooms.py - the ladder: which room may include which, and which may name a cloud (style.md 3, design 4)."""

import os
import re

# Lowest first; rooms in one row do not see each other. state has its own short list below.
LADDER = [
    ["engine/base"], ["engine/value"], ["engine/schema"], ["engine/net"], ["engine/auth"], ["engine/provider"],
    ["engine/graph"], ["engine/lang"], ["state"], ["engine/settle"], ["engine/plan"], ["engine/policy", "engine/cost"],
    ["engine/apply"], ["engine/recover"], ["engine/session"], ["engine/render"], ["engine/cli"],
]
LEVEL = {room: level for level, row in enumerate(LADDER) for room in row}
STATE_SEES = {"engine/base", "engine/value", "engine/net", "engine/auth", "engine/provider"}
PROVIDER_SEES = STATE_SEES | {"engine/schema"}
SIM_SEES = {"engine/base", "engine/value", "engine/net"}
SIM_USERS = {"engine/session", "engine/cli"}            # --sim, `infra sim`
BUILTIN_PROVIDERS = "engine/cli/builtin_providers.c"    # the one list that names them

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
CLOUD = re.compile(r"(?<![a-z0-9])(aws|amz|amzn|amazon|ec2|eks|gcp|google|googleapis|gke)(?![a-z0-9])", re.I)
MAY_NAME_CLOUDS = {"engine/auth"}


def room_of(path):
    """engine/net/xml.c -> engine/net; providers/aws/ec2/vpc.c -> providers/aws; providers/aws/sim/x.c -> providers/aws/sim."""
    parts = path.split("/")
    if parts[0] == "engine" and len(parts) > 2:
        return "/".join(parts[:2])
    if parts[0] == "providers" and len(parts) > 2:
        return "/".join(parts[:3] if len(parts) > 3 and parts[2] == "sim" else parts[:2])
    return parts[0] if parts[0] in ("state", "tests") else None


def is_model(path):
    return re.match(r"providers/[^/]+/model/", path) is not None


def may_include(path, target):
    """Whether the file at `path` may include the one at `target`; both from the repository's root."""
    here, there = room_of(path), room_of(target)
    if here == there or here == "tests" or path == BUILTIN_PROVIDERS:
        return True
    if there is None or there == "tests" or here is None:
        return False
    if here.startswith("providers/") and here.endswith("/sim"):
        own_model = is_model(target) and there == here[:-len("/sim")]
        return own_model or there in SIM_SEES or there == "engine/sim"
    if here.startswith("providers/"):
        return there in PROVIDER_SEES
    if there.startswith("providers/"):
        return False
    if here == "engine/sim":
        return there in SIM_SEES
    if there == "engine/sim":
        return here in SIM_USERS
    if here == "state":
        return there in STATE_SEES
    if here not in LEVEL or there not in LEVEL:
        return False
    return LEVEL[there] < LEVEL[here]


def includes(source, root):
    for number, line in enumerate(source.code_and_strings):
        match = INCLUDE.match(line)
        if not match or source.allows(number, "include"):
            continue
        target = match.group(1)
        if not os.path.isfile(os.path.join(root, target)):
            yield number, "include", "'%s' is not a path from the repository's root" % target
        elif not may_include(source.path, target):
            yield number, "include", "%s may not include '%s'" % (room_of(source.path), target)


def clouds(source, _root):
    room = room_of(source.path)
    if not room or not room.startswith("engine/") or room in MAY_NAME_CLOUDS or source.path == BUILTIN_PROVIDERS:
        return
    for number, line in enumerate(source.code_and_strings):
        match = CLOUD.search(line)
        if match and not INCLUDE.match(line) and not source.allows(number, "cloud"):
            yield number, "cloud", "%s names a cloud: '%s'" % (room, match.group())
