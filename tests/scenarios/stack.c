/*
 * stack.c - a random network, its text, and what it may become. Every text must be one that AWS takes, now and after any change:
 * ranges that were used are not used again, what a NAT gateway needs is there, no two rules are the same.
 */
#include "tests/scenarios/scenarios.h"

#include "engine/base/digest.h"

#include <stdio.h>

uint64_t dice_next(struct dice *d)
{
    uint64_t z = d->at += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

int dice_below(struct dice *d, int n) { return (int)(dice_next(d) % (uint64_t)n); }
bool dice_percent(struct dice *d, int percent) { return dice_below(d, 100) < percent; }

/* ---- Making and changing ---------------------------------------------------------------------------------------------- */

static void make_thing(struct thing *t, struct dice *d, int percent)
{
    *t = (struct thing){ .on = dice_percent(d, percent), .first = dice_percent(d, 15), .was = -1, .tag = dice_below(d, 3) };
}

static void make_network(struct stack_model *m, struct network *n, struct dice *d, int percent)
{
    make_thing(&n->gateway, d, 60);
    make_thing(&n->nat, d, percent / 2);
    make_thing(&n->s3, d, percent / 2);
    make_thing(&n->door, d, percent / 4);
    n->octet = m->fresh_octet++;
    n->hostnames = dice_percent(d, 50);
    n->s3_tables = (unsigned)dice_below(d, 1 << TABLES);
    n->nat_subnet = dice_below(d, SUBNETS);
    for (int i = 0; i < SUBNETS; i++) {
        struct subnet *s = &n->subnets[i];
        make_thing(&s->t, d, percent);
        s->range = n->fresh_range++;
        s->zone = dice_below(d, 4);
        s->table = dice_below(d, TABLES + 1) - 1;
        s->public_ip = dice_percent(d, 30);
    }
    for (int i = 0; i < TABLES; i++) {
        struct table *t = &n->tables[i];
        make_thing(&t->t, d, percent);
        t->own_routes = dice_percent(d, 40);
        t->to_gateway = dice_percent(d, 60);
        t->to_nat = dice_percent(d, 60);
    }
    for (int i = 0; i < SECURITY; i++) {
        struct security *g = &n->groups[i];
        make_thing(&g->t, d, percent);
        g->own_rules = dice_percent(d, 40);
        g->named = dice_percent(d, 70);
        g->words = dice_below(d, 3);
        g->title = dice_below(d, 2);
        for (int k = 0; k < RULES; k++) {
            struct rule *r = &g->rules[k];
            make_thing(&r->t, d, percent);
            *r = (struct rule){ .t = r->t, .egress = dice_percent(d, 30), .port = dice_below(d, 3), .peer = dice_below(d, 5), .words = dice_below(d, 3) };
        }
    }
}

void stack_make(struct stack_model *m, struct dice *d, int size)
{
    static const int percents[] = { 25, 45, 60, 75 }, networks[] = { 1, 1, 2, 3 };
    *m = (struct stack_model){ .fresh_octet = 10, .length = 12 + dice_below(d, 4), .default_tag = dice_below(d, 2), .secret_tag = dice_percent(d, 20),
                               .outputs = dice_percent(d, 60) };
    for (int i = 0; i < VPCS; i++) {
        struct network *n = &m->networks[i];
        make_thing(&n->t, d, 100);
        n->t.on = i < networks[size];
        n->far = dice_percent(d, 20);
        make_network(m, n, d, percents[size]);
    }
    for (int i = 0; i < SPARES; i++) {
        make_thing(&m->addresses[i], d, 25);
        make_thing(&m->keys[i], d, 25);
        make_thing(&m->notes[i], d, 50);
        m->key_material[i] = dice_below(d, 3);
        m->key_title[i] = dice_below(d, 3);
        m->note_value[i] = dice_below(d, 3);
    }
    make_thing(&m->password, d, 50);
    make_thing(&m->word, d, 40);
}

static void change_thing(struct thing *t, struct dice *d, int percent)
{
    t->was = -1;
    if (dice_percent(d, percent))
        t->tag = dice_below(d, 4);
    if (dice_percent(d, percent / 3)) {
        t->on = !t->on;
        if (!t->on)
            return;
    }
    if (t->on && dice_percent(d, percent / 3)) {
        t->was = t->name;
        t->name++;
    }
    if (dice_percent(d, percent / 5))
        t->first = !t->first;
}

/* A thing that was off was not there to be moved. */
static void change(struct thing *t, struct dice *d, int percent)
{
    bool before = t->on;
    change_thing(t, d, percent);
    if (!before)
        t->was = -1;
}

static void change_network(struct stack_model *m, struct network *n, struct dice *d, int percent)
{
    struct thing *things[] = { &n->t, &n->gateway, &n->nat, &n->s3, &n->door };
    for (size_t i = 0; i < ARRAY_LEN(things); i++)
        change(things[i], d, percent);
    if (dice_percent(d, percent / 4))
        n->octet = m->fresh_octet++;
    if (dice_percent(d, percent))
        n->hostnames = !n->hostnames;
    if (dice_percent(d, percent))
        n->s3_tables = (unsigned)dice_below(d, 1 << TABLES);
    if (dice_percent(d, percent / 2))
        n->nat_subnet = dice_below(d, SUBNETS);
    for (int i = 0; i < SUBNETS; i++) {
        struct subnet *s = &n->subnets[i];
        change(&s->t, d, percent);
        if (dice_percent(d, percent / 3)) {
            s->range = n->fresh_range++;
            s->zone = dice_below(d, 4);
        }
        if (dice_percent(d, percent))
            s->public_ip = !s->public_ip;
        if (dice_percent(d, percent))
            s->table = dice_below(d, TABLES + 1) - 1;
    }
    for (int i = 0; i < TABLES; i++) {
        struct table *t = &n->tables[i];
        change(&t->t, d, percent);
        if (dice_percent(d, percent))
            t->to_gateway = !t->to_gateway;
        if (dice_percent(d, percent))
            t->to_nat = !t->to_nat;
    }
    for (int i = 0; i < SECURITY; i++) {
        struct security *g = &n->groups[i];
        change(&g->t, d, percent);
        if (dice_percent(d, percent / 3))
            g->words++;
        if (dice_percent(d, percent / 4))
            g->title++;
        for (int k = 0; k < RULES; k++) {
            struct rule *r = &g->rules[k];
            change(&r->t, d, percent);
            if (dice_percent(d, percent))
                r->port = dice_below(d, 3);
            if (dice_percent(d, percent))
                r->words = dice_below(d, 3);
            if (dice_percent(d, percent / 2))
                r->peer = dice_below(d, 5);
        }
    }
}

void stack_change(struct stack_model *m, struct dice *d, int percent)
{
    for (int i = 0; i < VPCS; i++)
        change_network(m, &m->networks[i], d, percent);
    for (int i = 0; i < SPARES; i++) {
        change(&m->addresses[i], d, percent);
        change(&m->keys[i], d, percent);
        change(&m->notes[i], d, percent);
        if (dice_percent(d, percent / 2))
            m->key_material[i] = dice_below(d, 3);
        if (dice_percent(d, percent / 2))
            m->key_title[i] += 3; /* never back to a name that may still be there, nor to the other key's */
        if (dice_percent(d, percent))
            m->note_value[i] = dice_below(d, 4);
    }
    change(&m->password, d, percent);
    change(&m->word, d, percent);
    if (dice_percent(d, percent / 2))
        m->length = 12 + dice_below(d, 8);
    if (dice_percent(d, percent / 2))
        m->default_tag = dice_below(d, 3);
    if (dice_percent(d, percent / 3))
        m->outputs = !m->outputs;
}

/* ---- Text ------------------------------------------------------------------------------------------------------------- */

struct writing {
    struct buf *out;
    const struct stack_model *m;
    struct buf moves;
};

/* `local LOCAL = aws.TYPE "LOCAL_NAME" {`, and the move that led to the name. */
static void begin(struct writing *w, const struct thing *t, const char *from, const char *type, const char *local)
{
    char now[16] = "", before[16] = "";
    if (t->name)
        (void)snprintf(now, sizeof now, "-r%d", t->name);
    if (t->was > 0)
        (void)snprintf(before, sizeof before, "-r%d", t->was);
    buf_printf(w->out, "local %s = %s.%s \"%s%s\" {\n", local, from, type, local, now);
    const char *cloud = strcmp(from, "core") == 0 ? "core" : "aws";
    if (t->was >= 0)
        buf_printf(&w->moves, "moved { from = \"%s_%s.%s%s\", to = \"%s_%s.%s%s\" }\n", cloud, type, local, before, cloud, type, local, now);
}

static void end(struct writing *w, const struct thing *t, const char *local, bool tags, bool may_be_first)
{
    if (tags && t->tag)
        buf_printf(w->out, "  tags = { Name = \"%s\", team = \"t%d\"%s },\n", local, t->tag, w->m->secret_tag && t->tag == 2 ? ", pin = secret" : "");
    if (t->first && may_be_first)
        buf_printf(w->out, "  lifecycle = { create_before_destroy = true },\n");
    buf_printf(w->out, "}\n");
}

static const char *form(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
static const char *form(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = arena_vprintf(a, format, args);
    va_end(args);
    return s.ptr;
}

static bool has_nat(const struct network *n)
{
    return n->nat.on && n->gateway.on && n->subnets[n->nat_subnet].t.on;
}

static void write_rule_peer(struct writing *w, const struct network *n, int index, int group, const struct rule *r, bool inside)
{
    static const char *const ranges[] = { "10.0.0.0/8", "0.0.0.0/0", "192.0.2.0/24", "198.51.100.0/25" };
    int other = (group + 1) % SECURITY;
    if (r->peer == 4 && inside)
        buf_printf(w->out, "self = true");
    else if (r->peer == 4 && n->groups[other].t.on)
        buf_printf(w->out, "referenced_security_group_id = g%d_%d.id", index, other);
    else if (inside)
        buf_printf(w->out, "cidr_blocks = { \"%s\" }", ranges[r->peer % 4]);
    else
        buf_printf(w->out, "cidr_ipv4 = \"%s\"", ranges[r->peer % 4]);
}

static void write_group(struct writing *w, struct arena *a, const struct network *n, int index, int group, const char *from)
{
    const struct security *g = &n->groups[group];
    const char *local = form(a, "g%d_%d", index, group);
    begin(w, &g->t, from, "security_group", local);
    if (g->named)
        buf_printf(w->out, "  name = \"%s-%d\",\n", local, g->title);
    buf_printf(w->out, "  description = \"words %d\", vpc_id = v%d.id,\n", g->words, index);
    for (int out = 0; g->own_rules && out < 2; out++) {
        int count = 0;
        for (int k = 0; k < RULES; k++) {
            const struct rule *r = &g->rules[k];
            if (!r->t.on || r->egress != (bool)out)
                continue;
            buf_printf(w->out, count++ ? ", " : out ? "  egress = { " : "  ingress = { ");
            buf_printf(w->out, "{ protocol = \"tcp\", from_port = %d, to_port = %d, description = \"rule %d\", ", 1000 * (k + 1), 1000 * (k + 1) + r->port,
                       r->words);
            write_rule_peer(w, n, index, group, r, true);
            buf_printf(w->out, " }");
        }
        if (count)
            buf_printf(w->out, " },\n");
    }
    end(w, &g->t, local, true, !g->named);
}

static void write_rules(struct writing *w, struct arena *a, const struct network *n, int index, int group, const char *from)
{
    const struct security *g = &n->groups[group];
    for (int k = 0; !g->own_rules && k < RULES; k++) {
        const struct rule *r = &g->rules[k];
        if (!r->t.on)
            continue;
        const char *local = form(a, "r%d_%d_%d", index, group, k);
        begin(w, &r->t, from, r->egress ? "vpc_security_group_egress_rule" : "vpc_security_group_ingress_rule", local);
        buf_printf(w->out, "  security_group_id = g%d_%d.id, ip_protocol = \"tcp\", from_port = %d, to_port = %d, description = \"rule %d\", ", index, group,
                   1000 * (k + 1), 1000 * (k + 1) + r->port, r->words);
        write_rule_peer(w, n, index, group, r, false);
        buf_printf(w->out, ",\n");
        end(w, &r->t, local, true, false);
    }
}

static void write_table(struct writing *w, struct arena *a, const struct network *n, int index, int i, const char *from)
{
    const struct table *t = &n->tables[i];
    const char *local = form(a, "t%d_%d", index, i);
    bool gateway = t->to_gateway && n->gateway.on, nat = t->to_nat && has_nat(n);
    begin(w, &t->t, from, "route_table", local);
    buf_printf(w->out, "  vpc_id = v%d.id,\n", index);
    if (t->own_routes && (gateway || nat)) {
        buf_printf(w->out, "  route = { ");
        if (gateway)
            buf_printf(w->out, "{ cidr_block = \"0.0.0.0/0\", gateway_id = i%d.id }, ", index);
        if (nat)
            buf_printf(w->out, "{ cidr_block = \"192.168.0.0/16\", nat_gateway_id = n%d.id }, ", index);
        buf_printf(w->out, "},\n");
    }
    end(w, &t->t, local, true, !nat); /* it would spread to the NAT gateway, and two cannot have one address */
    if (!t->own_routes && gateway)
        buf_printf(w->out, "%s.route \"g%d_%d\" { route_table_id = %s.id, destination_cidr_block = \"0.0.0.0/0\", gateway_id = i%d.id }\n", from, index, i,
                   local, index);
    if (!t->own_routes && nat)
        buf_printf(w->out, "%s.route \"n%d_%d\" { route_table_id = %s.id, destination_cidr_block = \"192.168.0.0/16\", nat_gateway_id = n%d.id }\n", from,
                   index, i, local, index);
}

static void write_subnet(struct writing *w, struct arena *a, const struct network *n, int index, int i, const char *from)
{
    const struct subnet *s = &n->subnets[i];
    const char *local = form(a, "s%d_%d", index, i);
    begin(w, &s->t, from, "subnet", local);
    buf_printf(w->out, "  vpc_id = v%d.id, cidr_block = \"10.%d.%d.0/24\", availability_zone = \"%s%c\", map_public_ip_on_launch = %s,\n", index, n->octet,
               s->range, n->far ? FAR_REGION : NEAR_REGION, 'a' + s->zone, s->public_ip ? "true" : "false");
    end(w, &s->t, local, true, true);
}

static void write_endpoints(struct writing *w, struct arena *a, const struct network *n, int index, const char *from)
{
    const char *region = n->far ? FAR_REGION : NEAR_REGION;
    if (n->s3.on) {
        const char *local = form(a, "e%d", index);
        begin(w, &n->s3, from, "vpc_endpoint", local);
        buf_printf(w->out, "  vpc_id = v%d.id, service_name = \"com.amazonaws.%s.s3\", route_table_ids = list { ", index, region);
        for (int i = 0; i < TABLES; i++)
            if (n->tables[i].t.on && n->s3_tables >> i & 1)
                buf_printf(w->out, "t%d_%d.id, ", index, i);
        buf_printf(w->out, "},\n");
        end(w, &n->s3, local, true, false);
    }
    unsigned zones = 0;
    bool group = n->groups[0].t.on, any = false;
    for (int i = 0; i < SUBNETS; i++)
        any |= n->subnets[i].t.on;
    if (!n->door.on || !any)
        return;
    const char *local = form(a, "d%d", index);
    begin(w, &n->door, from, "vpc_endpoint", local);
    buf_printf(w->out, "  vpc_id = v%d.id, service_name = \"com.amazonaws.%s.sqs\", vpc_endpoint_type = \"Interface\", subnet_ids = { ", index, region);
    for (int i = 0; i < SUBNETS; i++) {
        if (!n->subnets[i].t.on || zones >> n->subnets[i].zone & 1)
            continue;
        zones |= 1u << n->subnets[i].zone;
        buf_printf(w->out, "s%d_%d.id, ", index, i);
    }
    buf_printf(w->out, "},\n");
    if (group)
        buf_printf(w->out, "  security_group_ids = { g%d_0.id },\n", index);
    end(w, &n->door, local, true, false);
}

static void write_network(struct writing *w, struct arena *a, const struct network *n, int index)
{
    const char *from = n->far ? "far" : "aws", *local = form(a, "v%d", index);
    begin(w, &n->t, from, "vpc", local);
    buf_printf(w->out, "  cidr_block = \"10.%d.0.0/16\", enable_dns_hostnames = %s,\n", n->octet, n->hostnames ? "true" : "false");
    end(w, &n->t, local, true, true);
    if (n->gateway.on) {
        local = form(a, "i%d", index);
        begin(w, &n->gateway, from, "internet_gateway", local);
        buf_printf(w->out, "  vpc_id = v%d.id,\n", index);
        end(w, &n->gateway, local, true, false);
    }
    for (int i = 0; i < SUBNETS; i++)
        if (n->subnets[i].t.on)
            write_subnet(w, a, n, index, i, from);
    if (has_nat(n)) {
        local = form(a, "a%d", index);
        buf_printf(w->out, "local %s = %s.eip \"%s\" { domain = \"vpc\" }\n", local, from, local);
        local = form(a, "n%d", index);
        begin(w, &n->nat, from, "nat_gateway", local);
        buf_printf(w->out, "  subnet_id = s%d_%d.id, allocation_id = a%d.id,\n", index, n->nat_subnet, index);
        end(w, &n->nat, local, true, false);
    }
    for (int i = 0; i < TABLES; i++)
        if (n->tables[i].t.on)
            write_table(w, a, n, index, i, from);
    for (int i = 0; i < SUBNETS; i++)
        if (n->subnets[i].t.on && n->subnets[i].table >= 0 && n->tables[n->subnets[i].table].t.on)
            buf_printf(w->out, "%s.route_table_association \"s%d_%d\" { subnet_id = s%d_%d.id, route_table_id = t%d_%d.id }\n", from, index, i, index, i,
                       index, n->subnets[i].table);
    for (int i = 0; i < SECURITY; i++)
        if (n->groups[i].t.on)
            write_group(w, a, n, index, i, from);
    for (int i = 0; i < SECURITY; i++)
        if (n->groups[i].t.on)
            write_rules(w, a, n, index, i, from);
    write_endpoints(w, a, n, index, from);
}

static struct str public_key(struct arena *a, int number)
{
    char blob[4 + 11 + 4 + 32] = "\0\0\0\x0bssh-ed25519\0\0\0\x20";
    memset(blob + 19, 'A' + number, 32);
    return arena_printf(a, "ssh-ed25519 %.*s", STR_ARG(base64_encode(a, str_n(blob, sizeof blob))));
}

static void write_spares(struct writing *w, struct arena *a)
{
    const struct stack_model *m = w->m;
    for (int i = 0; i < SPARES; i++) {
        const char *local = form(a, "x%d", i);
        if (m->addresses[i].on) {
            begin(w, &m->addresses[i], "aws", "eip", local);
            buf_printf(w->out, "  domain = \"vpc\",\n");
            end(w, &m->addresses[i], local, true, true);
        }
        local = form(a, "k%d", i);
        if (m->keys[i].on) {
            bool named = m->key_title[i] % 3;
            begin(w, &m->keys[i], "aws", "key_pair", local);
            if (named)
                buf_printf(w->out, "  key_name = \"ops%d-%d\",\n", i, m->key_title[i]);
            buf_printf(w->out, "  public_key = \"%s\",\n", public_key(a, m->key_material[i]).ptr);
            end(w, &m->keys[i], local, true, !named);
        }
    }
    if (m->password.on) {
        begin(w, &m->password, "core", "random_password", "pw");
        buf_printf(w->out, "  length = %d,\n", m->length);
        end(w, &m->password, "pw", false, false);
    }
    if (m->word.on) {
        begin(w, &m->word, "core", "random_string", "word");
        buf_printf(w->out, "  length = %d,\n", m->length);
        end(w, &m->word, "word", false, false);
    }
    for (int i = 0; i < SPARES; i++) {
        if (!m->notes[i].on)
            continue;
        const char *local = form(a, "note%d", i);
        begin(w, &m->notes[i], "core", "data", local);
        buf_printf(w->out, "  input = { value = %d, %s%s },\n", m->note_value[i], i ? "pin = secret, " : "", m->password.on && i ? "pw = pw.result, " : "");
        if (m->networks[0].t.on)
            buf_printf(w->out, "  triggers_replace = v0.id,\n");
        end(w, &m->notes[i], local, false, true);
    }
}

void stack_text(const struct stack_model *m, struct buf *out)
{
    DROP_ARENA struct arena a = { 0 };
    struct writing w = { .out = out, .m = m };
    buf_printf(out, "stack \"scenario\" {}\nlocal secret = input \"secret\" { type = \"string\", sensitive = true }\n");
    buf_printf(out, "aws.provider { region = \"" NEAR_REGION "\"");
    if (m->default_tag)
        buf_printf(out, ", default_tags = { tags = { era = \"d%d\" } }", m->default_tag);
    buf_printf(out, " }\nlocal far = aws.with { region = \"" FAR_REGION "\" }\n");
    for (int i = 0; i < VPCS; i++)
        if (m->networks[i].t.on)
            write_network(&w, &a, &m->networks[i], i);
    write_spares(&w, &a);
    buf_add_str(out, buf_str(&w.moves));
    buf_done(&w.moves);
    if (m->outputs && m->networks[0].t.on)
        buf_printf(out, "output \"network\" { value = v0.id }\n");
    if (m->outputs && m->password.on)
        buf_printf(out, "output \"pw\" { value = pw.result, sensitive = true }\n");
}
