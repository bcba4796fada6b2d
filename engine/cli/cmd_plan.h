/*
 * cmd_plan.h - what plan, apply and show share about plan files.
 */
#ifndef ENGINE_CLI_CMD_PLAN_H
#define ENGINE_CLI_CMD_PLAN_H

#include "engine/cli/cli.h"

struct session_plan_options cli_plan_options(struct cli *cli);
/* Opens the identity beside the stack and loads cli->plan_file. */
bool cli_load_plan_file(struct cli *cli, struct plan_file *ret, struct err *err) MUST_USE;
/* The options the plan was made with. */
void cli_options_from_file(struct cli *cli, const struct plan_file *file, struct session_plan_options *ret);

#endif
