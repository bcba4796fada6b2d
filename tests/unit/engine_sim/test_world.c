/*
 * test_world.c - objects, lag, states, fates, audit and the world file.
 */
#include "tests/unit/engine_sim/face.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct sim_face *const faces[] = { &toy_face, NULL };
static struct arena arena;

static struct sim_world *world_of(struct sim_options options)
{
    options.faces = faces;
    return sim_world_new(&options);
}

static struct sim_response ask_with(struct sim_world *world, int64_t now_ms, const char *method, const char *path, const char *body,
                                    enum sim_fate *ret_fate)
{
    struct sim_request request = { .method = str_of(method), .host = STR("toy.test"), .path = str_of(path), .body = str_of(body), .step = STR("s1") };
    struct sim_response response;
    *ret_fate = sim_handle(world, &arena, now_ms, &request, &response);
    return response;
}

static struct sim_response ask(struct sim_world *world, int64_t now_ms, const char *method, const char *path, const char *body)
{
    enum sim_fate fate;
    return ask_with(world, now_ms, method, path, body, &fate);
}

static void test_objects_are_listed_by_id(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    ask(world, 1, "POST", "/c", "3");
    ask(world, 1, "POST", "/a", "1");
    ask(world, 1, "POST", "/b", "2");
    CHECK_INT(ask(world, 1, "POST", "/b", "2").status, 409);
    CHECK_STR(ask(world, 2, "GET", "/", "").body, "a b c ");
    CHECK_STR(ask(world, 2, "GET", "/b", "").body, "2");
    ask(world, 3, "DELETE", "/b", "");
    CHECK_STR(ask(world, 3, "GET", "/", "").body, "a c ");
    CHECK_INT(ask(world, 3, "GET", "/b", "").status, 404);
    CHECK_INT(ask(world, 4, "POST", "/b", "again").status, 201);
    CHECK_STR(ask(world, 4, "GET", "/b", "").body, "again");
    sim_world_free(world);
}

static void test_links_find_children_and_follow_changes(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct sim_object *a = sim_put(world, TOY, STR("s"), STR("a"), value_int(1), 1), *b = sim_put(world, TOY, STR("s"), STR("b"), value_int(1), 1);
    sim_link(world, a, 0, STR("p"));
    sim_link(world, a, 1, STR("p"));
    sim_link(world, b, 0, STR("p"));
    size_t i = 0;
    assert_ptr_equal(sim_next_of(world, TOY, STR("s"), STR("p"), &i), a);
    assert_ptr_equal(sim_next_of(world, TOY, STR("s"), STR("p"), &i), b);
    assert_null(sim_next_of(world, TOY, STR("s"), STR("p"), &i));
    sim_link(world, a, 0, STR("")); /* still linked by the other slot */
    i = 0;
    assert_ptr_equal(sim_next_of(world, TOY, STR("s"), STR("p"), &i), a);
    sim_link(world, a, 1, STR("q"));
    i = 0;
    assert_ptr_equal(sim_next_of(world, TOY, STR("s"), STR("p"), &i), b);
    i = 0;
    assert_null(sim_next_of(world, TOY, STR("other"), STR("p"), &i));
    sim_world_free(world);
}

/* Each write is seen at some time within the lag, and never unseen after. */
static void test_reads_lag_within_the_bound_and_never_go_back(void **state)
{
    (void)state;
    int seen_late = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct sim_world *world = world_of((struct sim_options){ .seed = seed, .lag_ms = 100 });
        ask(world, 1000, "POST", "/a", "old");
        bool seen = false;
        for (int64_t t = 1000; t <= 1100; t++) {
            bool now = ask(world, t, "GET", "/a", "").status == 200;
            assert_true(now || !seen);
            seen_late += !now && t == 1050;
            seen = now;
        }
        CHECK(seen);
        ask(world, 2000, "PUT", "/a", "new");
        bool changed = false;
        for (int64_t t = 2000; t <= 2100; t++) {
            bool now = str_is(ask(world, t, "GET", "/a", "").body, "new");
            assert_true(now || (!changed && str_is(ask(world, t, "GET", "/a", "").body, "old")));
            changed = now;
        }
        CHECK(changed);
        ask(world, 3000, "DELETE", "/a", "");
        CHECK_INT(ask(world, 3000, "DELETE", "/a", "").status, 404); /* writes see the truth */
        CHECK_INT(ask(world, 3101, "GET", "/a", "").status, 404);
        sim_world_free(world);
    }
    CHECK(seen_late > 2);
}

static void test_states_come_at_their_time(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    ask(world, 1000, "POST", "/a", "later");
    CHECK_STR(ask(world, 1999, "GET", "/a", "").body, "later");
    CHECK_STR(ask(world, 2000, "GET", "/a", "").body, "ready");
    ask(world, 3000, "POST", "/b", "later");
    ask(world, 3500, "DELETE", "/b", "");
    CHECK_INT(ask(world, 5000, "GET", "/b", "").status, 404); /* what was deleted becomes nothing */
    CHECK_INT(sim_world_last_ms(world), 5000);
    sim_world_free(world);
}

static enum sim_fate fated;
static enum sim_fate fate_of(void *context, uint64_t n, const struct sim_request *request)
{
    (void)context, (void)n, (void)request;
    return fated;
}

static void test_each_fate_has_its_effect_and_its_answer(void **state)
{
    (void)state;
    static const struct {
        enum sim_fate fate;
        bool effect;
        int status; /* 0: no answer to look at */
    } rows[] = { { FATE_NORMAL, true, 201 },       { FATE_REFUSED, false, 0 },        { FATE_RESET_BEFORE, false, 0 },   { FATE_RESET_AFTER, true, 0 },
                 { FATE_ERROR_BEFORE, false, 500 }, { FATE_ERROR_AFTER, true, 500 },   { FATE_TIMEOUT_BEFORE, false, 0 }, { FATE_TIMEOUT_AFTER, true, 0 },
                 { FATE_THROTTLED, false, 429 },    { FATE_DUPLICATED, true, 201 } };
    CHECK_INT(ARRAY_LEN(rows), FATE_COUNT);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct sim_world *world = world_of((struct sim_options){ .fate = fate_of });
        enum sim_fate fate;
        fated = rows[i].fate;
        struct sim_response r = ask_with(world, 1, "POST", "/a", "x", &fate);
        CHECK_INT(fate, rows[i].fate);
        if (rows[i].status)
            CHECK_INT(r.status, rows[i].status);
        CHECK_INT(sim_get(world, TOY, STR(""), STR("a")) != NULL, rows[i].effect);
        size_t count;
        const struct sim_audit *audit = sim_audit(world, &count);
        CHECK_INT(count, 1);
        CHECK_INT(audit[0].effect, rows[i].effect);
        CHECK_INT(audit[0].fate, rows[i].fate);
        CHECK_STR(audit[0].step, "s1");
        sim_world_free(world);
    }
}

static void test_what_no_face_serves_is_refused(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct sim_request request = { .method = STR("GET"), .host = STR("elsewhere.test"), .path = STR("/") };
    struct sim_response response;
    CHECK(!sim_serves(world, &request));
    CHECK_INT(sim_handle(world, &arena, 1, &request, &response), FATE_REFUSED);
    sim_world_free(world);
}

/* A long life: garbage of values and gone objects is swept, and nothing that lives is touched. */
static void test_sweeping_keeps_what_lives(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ .lag_ms = 10 });
    static char big[2000];
    memset(big, 'x', sizeof big - 1);
    ask(world, 1, "POST", "/keep", "kept");
    sim_link(world, sim_get(world, TOY, STR(""), STR("keep")), 0, STR("p"));
    for (int i = 0; i < 3000; i++) {
        char path[16];
        (void)snprintf(path, sizeof path, "/%d", i);
        CHECK_INT(ask(world, 100 + i, "POST", path, big).status, 201);
        sim_link(world, sim_get(world, TOY, STR(""), str_of(path + 1)), 0, STR("p"));
        ask(world, 100 + i, "PUT", path, big);
        if (i >= 5) {
            (void)snprintf(path, sizeof path, "/%d", i - 5);
            CHECK_INT(ask(world, 100 + i, "DELETE", path, "").status, 200);
        }
    }
    CHECK_STR(ask(world, 10000, "GET", "/keep", "").body, "kept");
    CHECK_STR(ask(world, 10000, "GET", "/", "").body, "2995 2996 2997 2998 2999 keep ");
    size_t children = 0;
    for (size_t i = 0; sim_next_of(world, TOY, STR(""), STR("p"), &i);)
        children++;
    CHECK(children < 200);
    sim_world_free(world);
}

static struct str life(uint64_t seed)
{
    struct sim_world *world = world_of((struct sim_options){ .seed = seed, .lag_ms = 50 });
    for (int i = 0; i < 50; i++) {
        char path[16];
        (void)snprintf(path, sizeof path, "/%d", i % 7);
        ask(world, i, i % 3 ? "POST" : "GET", path, "x");
    }
    struct buf out = { 0 };
    sim_audit_text(world, &out);
    buf_add_str(&out, sim_new_id(world, &arena, "id-", 17));
    struct str done = arena_str(&arena, buf_str(&out));
    buf_done(&out);
    sim_world_free(world);
    return done;
}

static void test_the_same_seed_is_the_same_history(void **state)
{
    (void)state;
    CHECK(str_eq(life(7), life(7)));
    CHECK(!str_eq(life(7), life(8)));
}

/* ---- The file ------------------------------------------------------------------------------------------------------ */

static char folder[] = "/tmp/infra-test-sim-XXXXXX";

static const char *path_of(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).ptr;
}

static void test_a_world_goes_on_from_its_file(void **state)
{
    (void)state;
    struct io io = { .ops = &io_real_ops };
    struct err err = { 0 };
    const char *path = path_of("world.json");
    struct sim_world *world = world_of((struct sim_options){ .seed = 4, .lag_ms = 1000 });
    CHECK(sim_world_load(world, &io, path, &err)); /* missing: empty */
    ask(world, 5000, "POST", "/a", "later");
    ask(world, 5000, "POST", "/gone", "x");
    ask(world, 9000, "DELETE", "/gone", "");
    ask(world, 9000, "PUT", "/a", "new");
    sim_link(world, sim_get(world, TOY, STR(""), STR("a")), 1, STR("parent"));
    CHECK(sim_world_save(world, &io, path, &err));

    struct sim_world *again = world_of((struct sim_options){ .seed = 99, .lag_ms = 1000 });
    CHECK(sim_world_load(again, &io, path, &err));
    CHECK_INT(sim_world_last_ms(again), 9000);
    CHECK_INT(sim_random(again), sim_random(world));
    size_t i = 0;
    struct sim_object *a = sim_next_of(again, TOY, STR(""), STR("parent"), &i);
    CHECK_STR(value_text(a->data), "new");
    for (int64_t t = 9000; t < 10100; t += 100)
        CHECK(str_eq(ask(again, t, "GET", "/a", "").body, ask(world, t, "GET", "/a", "").body));
    sim_world_free(world);
    sim_world_free(again);
}

static void test_damaged_and_newer_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        enum err_code code;
    } rows[] = {
        { "", "is damaged", ERR_FORMAT },
        { "[]", "is not a simulated world", ERR_FORMAT },
        { "{\"format\":\"infra-world\",\"version\":2}", "reads up to 1", ERR_NEWER },
        { "{\"format\":\"infra-world\",\"version\":1,\"objects\":[]}", "is damaged", ERR_FORMAT },
        { "{\"format\":\"infra-world\",\"version\":1,\"random\":[\"0000000000000001\",\"0000000000000001\",\"0000000000000001\",\"000000000000000x\"],"
          "\"objects\":[]}",
          "is damaged", ERR_FORMAT },
        { "{\"format\":\"infra-world\",\"version\":1,\"random\":[\"0000000000000001\",\"0000000000000001\",\"0000000000000001\",\"0000000000000001\"],"
          "\"objects\":[{\"kind\":\"x\"}]}",
          "is damaged", ERR_FORMAT },
    };
    struct io io = { .ops = &io_real_ops };
    const char *path = path_of("bad.json");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err err = { 0 };
        CHECK(io_file_write(&io, path, str_of(rows[i].text), 0600, &err));
        struct sim_world *world = world_of((struct sim_options){ 0 });
        CHECK(!sim_world_load(world, &io, path, &err));
        CHECK_ERR(&err, rows[i].code, rows[i].part);
        sim_world_free(world);
    }
    struct err err = { 0 };
    struct sim_world *world = world_of((struct sim_options){ 0 });
    CHECK(!sim_world_load(world, &io, folder, &err));
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    CHECK(!sim_world_save(world, &io, path_of("no/such/folder"), &err));
    sim_world_free(world);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path_of("world.json"));
    (void)unlink(path_of("bad.json"));
    (void)rmdir(folder);
    arena_done(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects_are_listed_by_id),
        cmocka_unit_test(test_links_find_children_and_follow_changes),
        cmocka_unit_test(test_reads_lag_within_the_bound_and_never_go_back),
        cmocka_unit_test(test_states_come_at_their_time),
        cmocka_unit_test(test_each_fate_has_its_effect_and_its_answer),
        cmocka_unit_test(test_what_no_face_serves_is_refused),
        cmocka_unit_test(test_sweeping_keeps_what_lives),
        cmocka_unit_test(test_the_same_seed_is_the_same_history),
        cmocka_unit_test(test_a_world_goes_on_from_its_file),
        cmocka_unit_test(test_damaged_and_newer_files_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
