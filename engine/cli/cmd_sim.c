/*
 * cmd_sim.c - the simulated clouds: in process for --sim, on loopback for `infra sim`.
 */
#include "engine/cli/builtin_providers.h"
#include "engine/cli/cli.h"

#include <stdlib.h>

/* Behind one door: the world, and where it is kept. */
struct sim_session {
    struct sim_world *world;
    struct io *real;
    char *path;
};
static struct sim_session current; /* one command opens one world */

/* The log is durable at every step, so the world must be, too: a kill of this command is no kill of the clouds. */
static void keep_world(void *context)
{
    struct cli *cli = context;
    struct err err = { 0 };
    if (!sim_world_save(current.world, current.real, current.path, &err))
        (void)cli_fail(cli, &err);
}

struct io *cli_sim_door(void *context, struct io *real, const char *world_path, struct err *err)
{
    struct cli *cli = context;
    struct sim_options options = { .faces = builtin_faces, .seed = 1, .speed = 0 };
    int64_t seed;
    if (cli->options.seed && str_to_i64(str_of(cli->options.seed), &seed))
        options.seed = (uint64_t)seed;
    struct sim_world *world = sim_world_new(&options);
    if (!sim_world_load(world, real, world_path, err)) {
        sim_world_free(world);
        return NULL;
    }
    current = (struct sim_session){ .world = world, .real = real, .path = arena_cstr(&cli->arena, str_of(world_path)) };
    struct io *door = sim_door_open(world, real, io_wall_ms(real));
    keep_world(cli); /* what the door drew from the world's generator is never drawn again, whatever happens to this process */
    sim_door_on_effect(door, keep_world, cli);
    return door;
}

void cli_sim_close(void *context, struct io *door)
{
    struct cli *cli = context;
    struct err err = { 0 };
    sim_door_close(door);
    if (current.world && !sim_world_save(current.world, current.real, current.path, &err))
        (void)cli_fail(cli, &err);
    sim_world_free(current.world);
    current = (struct sim_session){ 0 };
}

static volatile int stop_serving;

static void say_ready(void *context, int port)
{
    struct cli *cli = context;
    cli_note(cli, "simulated clouds listen on http://127.0.0.1:%d", port);
    builtin_sim_hint(&cli->err, port);
    cli_flush(cli);
}

int cmd_sim(struct cli *cli)
{
    struct err err = { 0 };
    int64_t seed = 1;
    double speed = 60;
    if (!cli->options.listen) {
        (void)FAIL(&err, ERR_INVALID, "infra sim needs --listen HOST:PORT");
        (void)err_hint(&err, "infra sim --listen 127.0.0.1:5555");
        return cli_fail(cli, &err);
    }
    if (cli->options.seed && !str_to_i64(str_of(cli->options.seed), &seed))
        (void)FAIL(&err, ERR_INVALID, "--seed is a number, not '%s'", cli->options.seed);
    else if (cli->options.speed && (!str_to_f64(str_of(cli->options.speed), &speed) || speed <= 0))
        (void)FAIL(&err, ERR_INVALID, "--speed is a positive number, not '%s'", cli->options.speed);
    if (err.code)
        return cli_fail(cli, &err);
    struct sim_world *world = sim_world_new(&(struct sim_options){ .faces = builtin_faces, .seed = (uint64_t)seed, .speed = speed });
    struct sim_server_options options = { .listen = cli->options.listen, .io = cli->io, .world_path = cli->options.world, .ready = say_ready,
                                          .verify = cli->options.no_verify ? NULL : builtin_sim_verify,
                                          .ready_context = cli, .stop = &stop_serving };
    bool ok = (!cli->options.world || sim_world_load(world, cli->io, cli->options.world, &err)) && sim_serve(world, &options, &err);
    sim_world_free(world);
    return ok ? EXIT_OK : cli_fail(cli, &err);
}
