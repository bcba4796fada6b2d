/*
 * cloud.c - asking a simulated AWS by hand.
 */
#include "tests/unit/providers_aws_sim/cloud.h"

#include "tests/unit/test.h"

static const struct sim_face *const faces[] = { &aws_sim_face, NULL };

struct cloud *cloud_new(struct sim_options options)
{
    struct arena arena = { 0 };
    struct cloud *c = ARENA_NEW(&arena, struct cloud);
    options.faces = faces;
    *c = (struct cloud){ .arena = arena, .now_ms = 1700000000000, .key = "AKIAIOSFODNN7EXAMPLE", .service = "ec2", .region = "ap-northeast-2" };
    c->world = sim_world_new(&options);
    return c;
}

void cloud_free(struct cloud *c)
{
    sim_world_free(c->world);
    struct arena arena = c->arena;
    arena_done(&arena);
}

static struct str send_body(struct cloud *c, struct str body)
{
    struct io_header headers[] = {
        { STR("authorization"), arena_printf(&c->arena, "AWS4-HMAC-SHA256 Credential=%s/20231114/%s/%s/aws4_request, SignedHeaders=host, Signature=0", c->key,
                                             c->region, c->service) },
        { STR("content-type"), STR("application/x-www-form-urlencoded") },
        { STR("x-amz-security-token"), c->token },
    };
    struct sim_request request = { .method = STR("POST"), .host = arena_printf(&c->arena, "%s.%s.amazonaws.com", c->service, c->region), .path = STR("/"),
                                   .headers = headers, .header_count = c->token.len ? 3 : 2, .body = body };
    struct sim_response response;
    c->fate = sim_handle(c->world, &c->arena, c->now_ms, &request, &response);
    c->status = response.status;
    return response.body;
}

static PRINTF_LIKE(2, 0) struct str send_args(struct cloud *c, const char *format, va_list args)
{
    return send_body(c, arena_vprintf(&c->arena, format, args));
}

struct str ask(struct cloud *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str body = send_args(c, format, args);
    va_end(args);
    return body;
}

static void must_be(struct cloud *c, int status, struct str body, const char *format)
{
    if (c->status != status)
        print_error("%s: status %d: %.*s\n", format, c->status, STR_ARG(body));
    CHECK_INT(c->status, status);
}

struct str answered(struct cloud *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str body = send_args(c, format, args);
    va_end(args);
    must_be(c, 200, body, format);
    return body;
}

struct str element(struct cloud *c, struct str xml, const char *name)
{
    struct str open = arena_printf(&c->arena, "<%s>", name), close = arena_printf(&c->arena, "</%s>", name);
    ptrdiff_t from = str_find(xml, open);
    if (from < 0)
        return STR("");
    xml = str_slice(xml, (size_t)from + open.len, xml.len);
    ptrdiff_t to = str_find(xml, close);
    return arena_str(&c->arena, str_slice(xml, 0, to < 0 ? 0 : (size_t)to));
}

struct str made(struct cloud *c, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str body = send_args(c, format, args);
    va_end(args);
    must_be(c, 200, body, format);
    struct str got = element(c, body, name);
    if (!got.len)
        print_error("%s: no <%s> in %.*s\n", format, name, STR_ARG(body));
    CHECK(got.len);
    return got;
}

void refused(struct cloud *c, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str body = send_args(c, format, args);
    va_end(args);
    if (!str_is(element(c, body, "Code"), code))
        print_error("%s: want %s, got %.*s\n", format, code, STR_ARG(body));
    CHECK_STR(element(c, body, "Code"), code);
    CHECK(c->status >= 400);
}

size_t count_of(struct str xml, const char *part)
{
    size_t count = 0;
    for (ptrdiff_t at; (at = str_find(xml, str_of(part))) >= 0; count++)
        xml = str_slice(xml, (size_t)at + strlen(part), xml.len);
    return count;
}

bool has(struct str xml, const char *part)
{
    return str_find(xml, str_of(part)) >= 0;
}

struct net network(struct cloud *c)
{
    struct net net = { .vpc = made(c, "vpcId", "Action=CreateVpc&CidrBlock=10.0.0.0/16") };
    c->now_ms += 5000;
    net.subnet = made(c, "subnetId", "Action=CreateSubnet&VpcId=%s&CidrBlock=10.0.0.0/24", net.vpc.ptr);
    c->now_ms += 5000;
    return net;
}
