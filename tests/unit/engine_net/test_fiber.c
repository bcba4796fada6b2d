/*
 * test_fiber.c - fibers and the loop, in virtual time.
 */
#include "engine/base/buf.h"
#include "engine/net/fake_io.h"
#include "engine/net/loop.h"
#include "tests/unit/test.h"

#include <fenv.h>
#include <sys/wait.h>
#include <unistd.h>

struct scene {
    struct io *io;
    struct loop *loop;
    struct buf log;
    struct fiber *fibers[4];
    int64_t start_ms;
    int ticks;
};

struct actor {
    struct scene *scene;
    const char *name;
    int64_t after_ms;
};

static struct scene scene_new(void)
{
    struct scene scene = { .io = fake_io_open(&(struct fake_io_options){ .seed = 1 }) };
    scene.loop = loop_new(scene.io);
    scene.start_ms = io_mono_ms(scene.io);
    return scene;
}

static void scene_done(struct scene *scene)
{
    CHECK_INT(loop_fiber_count(scene->loop), 0);
    loop_free(scene->loop);
    fake_io_close(scene->io);
    buf_done(&scene->log);
}

static void say(struct scene *scene, const char *what)
{
    buf_printf(&scene->log, "%s@%lld ", what, (long long)(io_mono_ms(scene->io) - scene->start_ms));
}

static void sleep_and_say(void *argument)
{
    struct actor *actor = argument;
    CHECK(fiber_sleep_until(actor->scene->loop, actor->scene->start_ms + actor->after_ms));
    say(actor->scene, actor->name);
}

static void test_fibers_run_in_the_order_of_their_timers_then_of_spawning(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    struct actor actors[] = { { &scene, "c", 30 }, { &scene, "a", 10 }, { &scene, "x", 20 }, { &scene, "y", 20 }, { &scene, "z", 20 } };
    for (size_t i = 0; i < ARRAY_LEN(actors); i++)
        loop_spawn(scene.loop, sleep_and_say, &actors[i]);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "a@10 x@20 y@20 z@20 c@30 ");
    scene_done(&scene);
}

static void wait_and_say(void *argument)
{
    struct scene *scene = argument;
    scene->fibers[0] = loop_current(scene->loop);
    fiber_wait(scene->loop);
    say(scene, "woken");
    CHECK(!fiber_sleep_until(scene->loop, scene->start_ms + 1000));
    say(scene, "early");
    CHECK(fiber_sleep_until(scene->loop, scene->start_ms + 1000));
    say(scene, "late");
}

static void wake_thrice(void *argument)
{
    struct scene *scene = argument;
    fiber_wake(scene->loop, scene->fibers[0]); /* twice before it runs: counts once */
    fiber_wake(scene->loop, scene->fibers[0]);
    (void)fiber_sleep_until(scene->loop, scene->start_ms + 5);
    fiber_wake(scene->loop, scene->fibers[0]);
}

static void test_a_wake_counts_once_and_ends_a_sleep_early(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    loop_spawn(scene.loop, wait_and_say, &scene);
    loop_spawn(scene.loop, wake_thrice, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "woken@0 early@5 late@1000 ");
    scene_done(&scene);
}

static void wake_self(void *argument)
{
    struct scene *scene = argument;
    fiber_wake(scene->loop, loop_current(scene->loop));
    CHECK(fiber_park(scene->loop, scene->start_ms + 7) == false); /* parking does not take the wake */
    say(scene, "parked");
    fiber_wait(scene->loop);
    say(scene, "waited");
}

static void test_a_wake_before_the_wait_is_kept_through_parking(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    loop_spawn(scene.loop, wake_self, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "parked@7 waited@7 ");
    scene_done(&scene);
}

static void park_until_unparked(void *argument)
{
    struct scene *scene = argument;
    scene->fibers[0] = loop_current(scene->loop);
    CHECK(fiber_park(scene->loop, INT64_MAX));
    say(scene, "unparked");
}

static void unpark_later(void *argument)
{
    struct scene *scene = argument;
    (void)fiber_sleep_until(scene->loop, scene->start_ms + 3);
    fiber_wake(scene->loop, scene->fibers[0]); /* does not end the parking */
    (void)fiber_sleep_until(scene->loop, scene->start_ms + 4);
    fiber_unpark(scene->loop, scene->fibers[0]);
}

static void test_parking_is_ended_by_unpark_only(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    loop_spawn(scene.loop, park_until_unparked, &scene);
    loop_spawn(scene.loop, unpark_later, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "unparked@4 ");
    scene_done(&scene);
}

static bool tick(void *context)
{
    struct scene *scene = context;
    scene->ticks++;
    if (scene->ticks != 2)
        return false;
    fiber_wake(scene->loop, scene->fibers[0]);
    return true;
}

static void wait_for_tick(void *argument)
{
    struct scene *scene = argument;
    scene->fibers[0] = loop_current(scene->loop);
    (void)fiber_sleep_until(scene->loop, scene->start_ms + 50); /* the first tick has nothing for it */
    fiber_wait(scene->loop);
    say(scene, "ticked");
}

static void test_the_tick_runs_when_nobody_is_ready_and_may_wake(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    loop_on_idle(scene.loop, tick, &scene);
    loop_spawn(scene.loop, wait_for_tick, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "ticked@50 ");
    CHECK_INT(scene.ticks, 2);
    scene_done(&scene);
}

static void on_main(void *argument)
{
    struct scene *scene = argument;
    CHECK(!loop_current(scene->loop));
    char deep[256 << 10]; /* would not fit a fiber's stack */
    memset(deep, 'x', sizeof deep);
    CHECK(deep[sizeof deep - 1] == 'x');
    say(scene, "main");
}

static void ask_main(void *argument)
{
    struct scene *scene = argument;
    struct fiber *self = loop_current(scene->loop);
    CHECK(self);
    loop_on_main(scene->loop, on_main, scene);
    CHECK(loop_current(scene->loop) == self);
    say(scene, "back");
}

static void test_work_for_the_main_stack_runs_there(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    loop_call(scene.loop, ask_main, &scene);
    loop_on_main(scene.loop, on_main, &scene);
    CHECK_STR(buf_str(&scene.log), "main@0 back@0 main@0 ");
    scene_done(&scene);
}

static void test_call_returns_when_its_own_fiber_has_ended(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    struct actor slow = { &scene, "slow", 100 }, quick = { &scene, "quick", 10 }, quicker = { &scene, "quicker", 5 };
    loop_spawn(scene.loop, sleep_and_say, &slow);
    loop_spawn(scene.loop, sleep_and_say, &quicker);
    loop_call(scene.loop, sleep_and_say, &quick);
    CHECK_STR(buf_str(&scene.log), "quicker@5 quick@10 ");
    CHECK_INT(loop_fiber_count(scene.loop), 1);
    loop_run(scene.loop);
    scene_done(&scene);
}

static void nested_call(void *argument)
{
    struct scene *scene = argument;
    struct actor inner = { scene, "inner", 20 };
    loop_call(scene->loop, sleep_and_say, &inner);
}

static void ask_nested(void *argument)
{
    struct scene *scene = argument;
    loop_on_main(scene->loop, nested_call, scene);
    say(scene, "outer");
}

static void test_main_work_may_run_the_loop_again(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    struct actor other = { &scene, "other", 10 };
    loop_spawn(scene.loop, ask_nested, &scene);
    loop_spawn(scene.loop, sleep_and_say, &other);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "other@10 inner@20 outer@20 ");
    scene_done(&scene);
}

/* ---- Interruption ------------------------------------------------------------------------------------------------ */

static void serve_late(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret)
{
    (void)context, (void)n, (void)request;
    ret->delay_ms = 1000;
    ret->body = STR("late");
}

static void fetch(void *argument)
{
    struct scene *scene = argument;
    struct io_http_reply reply;
    loop_http(scene->loop, &(struct io_http_request){ .method = STR("GET"), .url = STR("http://127.0.0.1/") }, &reply);
    buf_printf(&scene->log, "%d:%.*s%.*s ", (int)reply.outcome, STR_ARG(reply.body), STR_ARG(reply.problem));
    arena_done(&reply.memory);
}

static void interrupt_at_10(void *argument)
{
    struct scene *scene = argument;
    (void)fiber_sleep_until(scene->loop, scene->start_ms + 10);
    loop_interrupt(scene->loop, 2);
    loop_spawn(scene->loop, fetch, scene); /* after the interruption nothing starts any more */
}

static void wait_for_nobody(void *argument)
{
    struct scene *scene = argument;
    fiber_wait(scene->loop);
    say(scene, "wait-ended");
    while (loop_fiber_count(scene->loop) > 1)
        fiber_wait(scene->loop); /* a stubborn loop does not starve the others */
}

static void test_level_2_ends_every_suspension(void **state)
{
    (void)state;
    struct scene scene = { .io = fake_io_open(&(struct fake_io_options){ .serve = serve_late }) };
    scene.loop = loop_new(scene.io);
    scene.start_ms = io_mono_ms(scene.io);
    struct actor sleeper = { &scene, "sleeper", 5000 };
    loop_spawn(scene.loop, fetch, &scene);
    loop_spawn(scene.loop, wait_for_nobody, &scene);
    loop_spawn(scene.loop, sleep_and_say, &sleeper);
    loop_spawn(scene.loop, interrupt_at_10, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "2:interrupted wait-ended@10 sleeper@10 1:interrupted ");
    CHECK_INT(loop_interrupted(scene.loop), 2);
    scene_done(&scene);
}

static void interrupt_1(void *argument)
{
    struct scene *scene = argument;
    loop_interrupt(scene->loop, 1);
}

static void test_level_1_lets_everything_finish(void **state)
{
    (void)state;
    struct scene scene = { .io = fake_io_open(&(struct fake_io_options){ .serve = serve_late }) };
    scene.loop = loop_new(scene.io);
    loop_spawn(scene.loop, fetch, &scene);
    loop_spawn(scene.loop, interrupt_1, &scene);
    loop_run(scene.loop);
    CHECK_STR(buf_str(&scene.log), "0:late ");
    scene_done(&scene);
}

/* ---- Stacks ------------------------------------------------------------------------------------------------------ */

static void fetch_quietly(void *argument)
{
    struct scene *scene = argument;
    for (int i = 0; i < 4; i++) {
        struct io_http_reply reply;
        loop_http(scene->loop, &(struct io_http_request){ .method = STR("GET"), .url = STR("http://127.0.0.1/") }, &reply);
        CHECK_INT(reply.outcome, IO_ANSWERED);
        CHECK_STR(reply.body, "late");
        arena_done(&reply.memory);
    }
    scene->ticks++;
}

static void test_thousands_of_fibers_wait_at_once_twice(void **state)
{
    (void)state;
    struct scene scene = { .io = fake_io_open(&(struct fake_io_options){ .serve = serve_late }) };
    scene.loop = loop_new(scene.io);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 2000; i++)
            loop_spawn(scene.loop, fetch_quietly, &scene);
        loop_run(scene.loop);
    }
    CHECK_INT(scene.ticks, 4000);
    CHECK_INT(fake_io_started(scene.io), 16000);
    CHECK_INT(fake_io_most_in_flight(scene.io), 2000);
    scene_done(&scene);
}

static double sum_to(double x, int depth)
{
    volatile double here = x;
    return depth ? here + sum_to(x / 2, depth - 1) : here;
}

static void compute(void *argument)
{
    struct scene *scene = argument;
    double before = sum_to(1, 40);
    (void)fiber_sleep_until(scene->loop, io_mono_ms(scene->io) + 1);
    CHECK(before == sum_to(1, 40));
    CHECK_INT(fegetround(), FE_TONEAREST);
    CHECK(((uintptr_t)__builtin_frame_address(0) & 15) == 0); /* the ABI's alignment */
    scene->ticks++;
}

static void test_registers_and_modes_survive_switches(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    for (int i = 0; i < 50; i++)
        loop_spawn(scene.loop, compute, &scene);
    loop_run(scene.loop);
    CHECK_INT(scene.ticks, 50);
    scene_done(&scene);
}

static int overflow(int depth)
{
    volatile char frame[1024];
    frame[0] = (char)depth;
    return depth > 1 << 20 ? frame[0] : overflow(depth + 1) + frame[0];
}

static void run_overflow(void *argument)
{
    (void)argument;
    _exit(overflow(0) == 12345 ? 1 : 0);
}

static void test_running_off_a_stack_is_a_fault(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        (void)close(STDERR_FILENO); /* a sanitizer would explain it at length */
        struct scene scene = scene_new();
        loop_call(scene.loop, run_overflow, NULL);
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fibers_run_in_the_order_of_their_timers_then_of_spawning),
        cmocka_unit_test(test_a_wake_counts_once_and_ends_a_sleep_early),
        cmocka_unit_test(test_a_wake_before_the_wait_is_kept_through_parking),
        cmocka_unit_test(test_parking_is_ended_by_unpark_only),
        cmocka_unit_test(test_the_tick_runs_when_nobody_is_ready_and_may_wake),
        cmocka_unit_test(test_work_for_the_main_stack_runs_there),
        cmocka_unit_test(test_call_returns_when_its_own_fiber_has_ended),
        cmocka_unit_test(test_main_work_may_run_the_loop_again),
        cmocka_unit_test(test_level_2_ends_every_suspension),
        cmocka_unit_test(test_level_1_lets_everything_finish),
        cmocka_unit_test(test_thousands_of_fibers_wait_at_once_twice),
        cmocka_unit_test(test_registers_and_modes_survive_switches),
        cmocka_unit_test(test_running_off_a_stack_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
