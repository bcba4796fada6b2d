/*
 * commands.c - the table of commands: what is built and what is still to come (design section 14).
 */
#include "engine/cli/cli.h"

#define PLAN_OPTIONS "target exclude replace allow refresh update-lookups accept-missing "
#define APPLY_OPTIONS PLAN_OPTIONS "yes digest resume accept-drift on-failure parallelism lock-wait json "

const struct cli_command cli_commands[] = {
    { "plan", "[STACK]", "what would be done, and why", cmd_plan,
      PLAN_OPTIONS "out json md html destroy iam refresh-only detailed-exitcode",
      "  infra plan stacks/prod --out prod.plan\n  infra plan --target net/ -v\n" },
    { "apply", "[STACK | PLANFILE]", "do it", cmd_apply, APPLY_OPTIONS,
      "  infra apply stacks/prod --digest 7b1e22d0c4f59a1e3d06b7f2a8c1e954\n  infra apply prod.plan\n" },
    { "destroy", "[STACK]", "destroy everything the stack made", cmd_destroy, APPLY_OPTIONS, "  infra destroy stacks/dev --yes\n" },
    { "validate", "[STACK]", "check the stack without asking any cloud", cmd_validate, "json", NULL },
    { "drift", "[STACK]", "what was changed outside", NULL, "json", NULL },
    { "output", "[STACK] [NAME]", "outputs of the last apply", cmd_output, "json raw", NULL },
    { "show", "[STACK] [ADDRESS | PLANFILE]", "an object, a saved plan, or everything", cmd_show, "json", NULL },
    { "graph", "[STACK]", "what needs what", cmd_graph, "dot mermaid svg", NULL },
    { "why", "[STACK] ADDRESS", "why something is planned, who depends on it", cmd_why, PLAN_OPTIONS "json", NULL },
    { "explain", "TYPE [ATTR] | CODE", "attributes of a type, or an error code", cmd_explain, "json", NULL },
    { "types", "", "editor stubs of all types", cmd_types, "all json", NULL },
    { "state init", "[STACK]", "make the identity and the log", cmd_state_init, "", NULL },
    { "state list", "[STACK]", "addresses in the state", cmd_state_list, "json", NULL },
    { "state show", "[STACK] ADDRESS", "one object of the state", cmd_state_show, "json", NULL },
    { "state verify", "[STACK]", "check the log, every byte", cmd_state_verify, "json", NULL },
    { "state lock", "[STACK]", "who holds the lock", cmd_state_lock, "json", NULL },
    { "state mv", "[STACK] FROM TO", "move an object to another address", NULL, "", NULL },
    { "state rm", "[STACK] ADDRESS", "forget an object", NULL, "", NULL },
    { "state pull", "[STACK]", "the log as JSON", NULL, "json", NULL },
    { "state take-over", "[STACK]", "take the log from a silent holder", NULL, "", NULL },
    { "state migrate", "[STACK] URL", "move the log", NULL, "", NULL },
    { "state compact", "[STACK]", "shorten the log", NULL, "", NULL },
    { "state import-tfstate", "[STACK] FILE", "take over a Terraform state", NULL, "", NULL },
    { "state export-tfstate", "[STACK]", "write a Terraform state", NULL, "", NULL },
    { "import", "[STACK] ADDRESS ID", "make an existing object ours", NULL, "", NULL },
    { "adopt", "TFSTATE | ID...", "write Lua for what exists", NULL, "", NULL },
    { "affected", "--since REF", "stacks that a change touches", NULL, "", NULL },
    { "history", "[STACK] [ADDRESS]", "runs, or what happened to an object", cmd_history, "json", NULL },
    { "blame", "[STACK] ADDRESS [ATTR]", "who set what, when", NULL, "json", NULL },
    { "rollback", "[STACK] --to SERIAL", "plan back to a past", NULL, "", NULL },
    { "recover", "[STACK]", "rebuild the state from the clouds", NULL, "", NULL },
    { "rehearse", "[STACK]", "apply on simulated clouds", NULL, "", NULL },
    { "cost", "[STACK]", "what it costs a month", NULL, "json", NULL },
    { "policy", "[STACK]", "check rules over a plan", NULL, "json", NULL },
    { "test", "[STACK]", "run the stack's tests", NULL, "json", NULL },
    { "console", "[STACK]", "try expressions", NULL, "", NULL },
    { "sim", "--listen HOST:PORT", "simulated clouds on loopback", cmd_sim, "listen world speed seed no-verify", "  infra sim --listen 127.0.0.1:5555\n" },
    { "comment", "[STACK]", "plan comment on a pull request", NULL, "", NULL },
    { "doctor", "", "check this machine and its credentials", NULL, "json", NULL },
    { "key export", "", "your key, for somebody to let you in", NULL, "", NULL },
    { "vendor", "", "copy modules into the stack", NULL, "", NULL },
    { "render", "--k8s DIR", "write manifests", NULL, "", NULL },
    { "completion", "SHELL", "shell completion", NULL, "", NULL },
    { "version", "", "this infra", cmd_version, "json", NULL },
    { "help", "[COMMAND]", "this list", cmd_help, "", NULL },
    { 0 }
};
