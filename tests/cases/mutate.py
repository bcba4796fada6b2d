#!/usr/bin/env python3
"""mutate.py - takes rules out of the planner one by one; each time at least one case must fail.

    tests/cases/mutate.py [--jobs N] [NAME...]

Works on a copy of the tree with a build folder of its own. A row that no longer fits the text it changes is a failure: move it along with
the rule. The last line is "case-mutations: P passed, F failed, 0 skipped".
"""

import argparse
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
PLAN = "engine/plan/"
SKIP = "static bool skip(struct planning *p, struct err *err) { (void)p; (void)err; return true; }\n\n/* In order;"


def without_pass(name):
    """The pass does nothing."""
    return (PLAN + "passes.c", [("/* In order;", SKIP), ('{ "%s", plan_pass_%s,' % (name, name), '{ "%s", skip,' % name)])


def change(file, old, new):
    return (file if "/" in file else PLAN + file, [(old, new)])


# name -> file, replacements. Each text must stand exactly once in its file.
MUTATIONS = {
    **{"pass " + name: without_pass(name)
       for name in ("declare", "move", "observe", "refresh", "resolve", "diff", "replace", "destroy", "select", "guard", "estimate", "seal")},
    # who meets whom
    "moves of scopes": change("pass_move.c", "return is_scope(pattern) ? str_starts(address, pattern)", "return false ? str_starts(address, pattern)"),
    "a taken address": change("pass_move.c", "if (taken && taken != o)", "if (false && taken != o)"),
    "forget": change("pass_move.c", "names->forget[i] = move->forget;", "names->forget[i] = false;"),
    "forgotten rows are not matched": change("pass_move.c", "forget ? CHANGE_FORGET : CHANGE_DELETE", "CHANGE_DELETE"),
    "types of rows": change("pass_move.c", "if (c && c->object && c->config && !str_eq(", "if (false && c && c->object && c->config && !str_eq("),
    # what interrupted runs left
    "twins of intents": change("pass_observe.c", "i < s->twin_count", "i < 0 * s->twin_count"),
    # what was read
    "gone": change("pass_refresh.c", "n->missing = true;", "n->missing = false;"),
    "traces are gone": change("pass_refresh.c", "n->missing = seen->health == HEALTH_GONE;", "n->missing = false;"),
    "another provider key": change("pass_refresh.c", "!str_eq(provider->key, c->object->provider_key)", "false"),
    "marks taken off": change("pass_refresh.c", "c->marks = true; /* somebody", "c->marks = false; /* somebody"),
    "strangers with our mark": change("pass_refresh.c", "if (row < 0) {", "if (row < 0)\n            continue;\n        if (row < 0) {"),
    "twins of rows": change("pass_refresh.c", "if (str_eq(owner.id, o->id))", "if (true)"),
    "rows seen by two handles": change("pass_refresh.c", "if (str_eq(owner.id, o->id))", "if (false)"),
    "--refresh=false": change("pass_refresh.c", "p->in->refresh != PLAN_NO_REFRESH", "true"),
    # order of the configuration
    "references order": change("pass_resolve.c", "expr_each_ref(r->args, visit_ref, &e);", ";"),
    "depends_on orders": change("pass_resolve.c", "add_depends_on(&e, r->depends_on[i]);", ";"),
    "depends_on of scopes": change("pass_resolve.c", "if (address.len && address.ptr[address.len - 1] == '/')", "if (false)"),
    "types' own order": change("pass_resolve.c", "    implicit_order(p, noted);\n", "    (void)implicit_order;\n"),
    "types' own order makes no cycle": change("pass_resolve.c", "if (common && !reaches(p, m, n, back))", "if (common)"),
    # three sides
    "what was never applied is not ours": change("diff.c", "    if (!value_present(applied))\n        return live;", "    if (!value_present(applied) && false)\n        return live;"),
    "back to the default": change("diff.c", "    if (attr->fallback)\n        return schema_default(arena, attr);", "    if (attr->fallback)\n        return live;"),
    "owned collections are emptied": change("diff.c", "    if (attr->flags & OWNS_ALL)\n        return nothing(arena, attr);", ""),
    "owned maps lose others' keys": change("diff.c", "if (attr->flags & OWNS_ALL || live.kind != VALUE_MAP)", "if (live.kind != VALUE_MAP)"),
    "owned sets lose others' elements": change("diff.c", "    if (flags & OWNS_ALL)\n        return;", "    if (false)\n        return;"),
    "shared sets keep others' elements": change("diff.c", "    if (flags & OWNS_ALL)\n        return;", "    if (true)\n        return;"),
    "released is shown": change("diff.c", "        if (released) {", "        if (false) {"),
    "ignore_changes": change("diff.c", "if (path_covers(s->ignore[i], path))", "if (false)"),
    "ignore all": change("diff.c", "    if (s->ignore_all)\n        return true;\n    for (size_t i = 0; i < s->ignore_count", "    for (size_t i = 0; i < s->ignore_count"),
    "drift is told": change("diff.c", ".drift = s->drift_known", ".drift = false && s->drift_known"),
    "attributes that replace": change("diff.c", ".replaces = path_replaces(table, d->path)", ".replaces = false"),
    # decisions
    "replaces": change("pass_diff.c", "n->replace |= attrs[i].replaces;", "n->replace |= false;"),
    "types without updates": change("pass_diff.c", "c->type->flags & TYPE_NO_UPDATE", "false"),
    "--replace": change("pass_diff.c", "    if (asked_to_replace(p, c->address)) {\n        n->replace = true;", "    if (asked_to_replace(p, c->address)) {\n        n->replace = false;"),
    "replace_triggered_by": change("pass_diff.c", "    if (t.hit) {", "    if (false) {"),
    "dead objects": change("pass_diff.c", "if (n->health == HEALTH_DEAD || c->object->status == OBJECT_DEAD)", "if (c->object->status == OBJECT_DEAD)"),
    "dead rows": change("pass_diff.c", "if (n->health == HEALTH_DEAD || c->object->status == OBJECT_DEAD)", "if (n->health == HEALTH_DEAD)"),
    "the type's hook": change("pass_diff.c", "    if (replace && c->object) {", "    if (false && c->object) {"),
    "partial rows go on": change("pass_diff.c", "c->object->status == OBJECT_PARTIAL || c->settled", "c->settled"),
    "open intents are closed": change("pass_diff.c", "c->object->status == OBJECT_PARTIAL || c->settled", "c->object->status == OBJECT_PARTIAL"),
    "moves": change("pass_diff.c", "c->action = CHANGE_MOVE;", "c->action = CHANGE_KEEP;"),
    "marks": change("pass_diff.c", "c->action = CHANGE_MARKS;", "c->action = CHANGE_KEEP;"),
    "ignored attributes resolve to live": change("resolve.c", "if (value_given(given) && !ignored)", "if (value_given(given))"),
    "volatile attributes": change("resolve.c", "if (planning_updates(p, index) && attr->flags & VOLATILE)", "if (false)"),
    "unread rows answer": change("resolve.c", "    if (c->notes & NOTE_UNREAD)\n        return c->object ?", "    if (c->notes & NOTE_UNREAD)\n        return false && c->object ?"),
    # halves
    "create_before_destroy spreads": change("pass_replace.c", "    spread_create_before_destroy(p);\n", "    (void)spread_create_before_destroy;\n"),
    "what vanished is no pair": change("pass_replace.c", "if (!n->replace || n->missing)", "if (!n->replace)"),
    # order of what acts
    "builds after what they need": change("pass_destroy.c", "    order_builds(p);\n", "    (void)order_builds;\n"),
    "deletes before what they needed": change("pass_destroy.c", "    order_removals(p);\n", "    (void)order_removals;\n"),
    "halves of a replace": change("pass_destroy.c", "    order_pairs(p);\n", "    (void)order_pairs;\n"),
    "drops before builds": change("pass_destroy.c", "    order_drops(p, names);\n", "    (void)order_drops;\n"),
    # selection, guards
    "targets take what they need": change("pass_select.c", "spread(p, wanted, false);", ";"),
    "excludes take what needs them": change("pass_select.c", "spread(p, out, true);", ";"),
    "halves are selected together": change("pass_select.c", "if (marked[i] && pair >= 0 && !marked[pair])", "if (false)"),
    "prevent_destroy by the stack": change("pass_guard.c", ".config->lifecycle.prevent_destroy;", ".config == NULL;"),
    "prevent_destroy by the row": change("pass_guard.c", "return c->object && c->object->prevent_destroy;", "return false;"),
    "preconditions": change("pass_guard.c", "if (condition.kind == VALUE_EXPR || value_to_bool(condition, false))", "if (true)"),
    "unique names": change("pass_guard.c", "if (a->flags & UNIQUE_NAME &&", "if (false && a->flags & UNIQUE_NAME &&"),
    "mass disappearance": change("pass_guard.c", "v->missing > 3", "v->missing > 300"),
    "three may vanish": change("pass_guard.c", "v->missing > 3", "v->missing > 2"),
    "--accept-missing": change("pass_guard.c", "if (!p->in->accept_missing)", "if (true)"),
    "data at risk": change("pass_guard.c", "c->notes |= NOTE_DATA_AT_RISK;", ";"),
    # lookups
    "pins": change("engine/session/lookups.c", "if (pin && !update_wanted(s, l))", "if (false)"),
    "newer answers": change("engine/session/lookups.c", "l->newer = value_eq(a.answer, l->answer) ? VALUE_NONE : a.answer;", "l->newer = VALUE_NONE;"),
    "--update-lookups": change("engine/session/lookups.c", "if (pin && !update_wanted(s, l))", "if (pin)"),
}


def copy_tree():
    target = tempfile.mkdtemp(prefix="infra-mutations-")
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.splitlines():
        if os.path.isfile(os.path.join(ROOT, name)):
            os.makedirs(os.path.dirname(os.path.join(target, name)), exist_ok=True)
            shutil.copy2(os.path.join(ROOT, name), os.path.join(target, name))
    return target


def build(tree, jobs):
    """Plain, quick to compile: what is asked is whether a case notices."""
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CI")}
    program = "build/plain/tests/cases/cases"
    done = subprocess.run(["make", "-s", "-j%d" % jobs, "FLAVOR=plain", "BUILD=build", "CFLAGS_plain=-O0 -w", program], cwd=tree, env=env,
                          capture_output=True, text=True, check=False)
    return os.path.join(tree, program) if done.returncode == 0 else None, done.stdout + done.stderr


def play(tree, program):
    """How many cases fail. A crash counts as one."""
    cases = sorted(glob.glob(os.path.join(tree, "tests/cases/*.case")))
    try:
        done = subprocess.run([program, *cases], cwd=tree, capture_output=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return 1
    count = re.search(r"cases: \d+ passed, (\d+) failed", done.stdout.decode("utf-8", "replace").rsplit("\n", 2)[-2] if done.stdout else "")
    return int(count.group(1)) if count else 1


def try_one(tree, jobs, file, replacements):
    """What is wrong with the tests, or None."""
    path = os.path.join(tree, file)
    with open(path, encoding="utf-8") as source:
        before = after = source.read()
    for old, new in replacements:
        if after.count(old) != 1:
            return "%s: the text to change stands there %d times: %s" % (file, after.count(old), old.strip())
        after = after.replace(old, new)
    try:
        with open(path, "w", encoding="utf-8") as target:
            target.write(after)
        program, log = build(tree, jobs)
        if not program:
            return "does not build: " + log[-600:]
        return None if play(tree, program) else "no case notices"
    finally:
        with open(path, "w", encoding="utf-8") as target:
            target.write(before)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    tree = copy_tree()
    passed = failed = 0
    try:
        program, log = build(tree, options.jobs)
        if not program or play(tree, program):
            print("the cases must pass before anything is taken out%s" % ("" if program else ": " + log[-600:]))
            failed = 1
        else:
            for name, (file, replacements) in MUTATIONS.items():
                if options.names and not any(part in name for part in options.names):
                    continue
                problem = try_one(tree, options.jobs, file, replacements)
                passed, failed = passed + (problem is None), failed + (problem is not None)
                if problem:
                    print("FAILED without %s: %s" % (name, problem), flush=True)
    finally:
        shutil.rmtree(tree, ignore_errors=True)
    print("case-mutations: %d passed, %d failed, 0 skipped" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
