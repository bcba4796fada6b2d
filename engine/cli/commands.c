/*
 * commands.c - the table of commands: what is built and what is still to come (design section 14).
 */
#include "engine/cli/cli.h"

#define PLAN_OPTIONS "target exclude replace allow refresh update-lookups accept-missing "
#define APPLY_OPTIONS PLAN_OPTIONS "yes digest resume accept-drift on-failure parallelism lock-wait json "

const struct cli_command cli_commands[] = {
    { "plan", "[STACK]", "what would be done, and why", cmd_plan,
      PLAN_OPTIONS "out json md html destroy iam refresh-only detailed-exitcode",
      "  infra plan stacks/prod --out prod.plan\n  infra plan --target net/ -v\n", 0 },
    { "apply", "[STACK | PLANFILE]", "do it", cmd_apply, APPLY_OPTIONS,
      "  infra apply stacks/prod --digest 7b1e22d0c4f59a1e3d06b7f2a8c1e954\n  infra apply prod.plan\n", 0 },
    { "destroy", "[STACK]", "destroy everything the stack made", cmd_destroy, APPLY_OPTIONS, "  infra destroy stacks/dev --yes\n", 0 },
    { "validate", "[STACK]", "check the stack without asking any cloud", cmd_validate, "json", NULL, 0 },
    { "drift", "[STACK]", "what was changed outside", NULL, "json", NULL, 0 },
    { "output", "[STACK] [NAME]", "outputs of the last apply", cmd_output, "json raw", NULL, 1 },
    { "show", "[STACK] [ADDRESS | PLANFILE]", "an object, a saved plan, or everything", cmd_show, "json", NULL, 1 },
    { "graph", "[STACK]", "what needs what", cmd_graph, "dot mermaid svg", NULL, 0 },
    { "why", "[STACK] ADDRESS", "why something is planned, who depends on it", cmd_why, PLAN_OPTIONS "json", NULL, 1 },
    { "explain", "TYPE [ATTR] | CODE", "attributes of a type, or an error code", cmd_explain, "json", NULL, 2 },
    { "types", "", "editor stubs of all types", cmd_types, "all json", NULL, 0 },
    { "state init", "[STACK]", "make the identity and the log", cmd_state_init, "", NULL, 0 },
    { "state list", "[STACK]", "addresses in the state", cmd_state_list, "json", NULL, 0 },
    { "state show", "[STACK] ADDRESS", "one object of the state", cmd_state_show, "json", NULL, 1 },
    { "state verify", "[STACK]", "check the log, every byte", cmd_state_verify, "json", NULL, 0 },
    { "state lock", "[STACK]", "who holds the lock", cmd_state_lock, "json", NULL, 0 },
    { "state mv", "[STACK] FROM TO", "move an object to another address", NULL, "", NULL, 0 },
    { "state rm", "[STACK] ADDRESS", "forget an object", NULL, "", NULL, 0 },
    { "state pull", "[STACK]", "the log as JSON", NULL, "json", NULL, 0 },
    { "state take-over", "[STACK]", "take the log from a silent holder", NULL, "", NULL, 0 },
    { "state migrate", "[STACK] URL", "move the log", NULL, "", NULL, 0 },
    { "state compact", "[STACK]", "shorten the log", NULL, "", NULL, 0 },
    { "state import-tfstate", "[STACK] FILE", "take over a Terraform state", NULL, "", NULL, 0 },
    { "state export-tfstate", "[STACK]", "write a Terraform state", NULL, "", NULL, 0 },
    { "import", "[STACK] ADDRESS ID", "make an existing object ours", NULL, "", NULL, 0 },
    { "adopt", "TFSTATE | ID...", "write Lua for what exists", NULL, "", NULL, 0 },
    { "affected", "--since REF", "stacks that a change touches", NULL, "since", NULL, 0 },
    { "history", "[STACK] [ADDRESS]", "runs, or what happened to an object", cmd_history, "json", NULL, 1 },
    { "blame", "[STACK] ADDRESS [ATTR]", "who set what, when", NULL, "json", NULL, 0 },
    { "rollback", "[STACK] --to SERIAL", "plan back to a past", NULL, "to", NULL, 0 },
    { "recover", "[STACK]", "rebuild the state from the clouds", NULL, "", NULL, 0 },
    { "rehearse", "[STACK]", "apply on simulated clouds", NULL, "", NULL, 0 },
    { "cost", "[STACK]", "what it costs a month", NULL, "json", NULL, 0 },
    { "policy", "[STACK]", "check rules over a plan", NULL, "json", NULL, 0 },
    { "test", "[STACK]", "run the stack's tests", NULL, "json", NULL, 0 },
    { "console", "[STACK]", "try expressions", NULL, "", NULL, 0 },
    { "sim", "--listen HOST:PORT", "simulated clouds on loopback", cmd_sim, "listen world speed seed no-verify", "  infra sim --listen 127.0.0.1:5555\n", 0 },
    { "comment", "[STACK]", "plan comment on a pull request", NULL, "", NULL, 0 },
    { "doctor", "", "check this machine and its credentials", NULL, "json", NULL, 0 },
    { "key export", "", "your key, for somebody to let you in", NULL, "", NULL, 0 },
    { "vendor", "", "copy modules into the stack", NULL, "", NULL, 0 },
    { "render", "--k8s DIR", "write manifests", NULL, "k8s", NULL, 0 },
    { "completion", "SHELL", "shell completion", NULL, "", NULL, 0 },
    { "version", "", "this infra", cmd_version, "json", NULL, 0 },
    { "help", "[COMMAND]", "this list", cmd_help, "", NULL, 3 },
    { 0 }
};
