/*
 * aws_delete.c - deleting what others may still use: wait for leftovers to go, and name what does not.
 *
 * Load balancers, NAT gateways, endpoints, Lambda and EKS leave network interfaces behind for minutes after they are gone themselves.
 * AWS only says DependencyViolation; the interfaces say whose they are.
 */
#include "providers/aws/aws_recipe.h"

#include "providers/aws/aws_internal.h"

enum { LOOK_EVERY = 8 }; /* refusals between two looks at who is in the way */

/* "eni-1 (in use, ELB app/web/50dc6c495c0c9188)"; empty: nobody found. */
static struct str blocker(struct op *op, const char *filter)
{
    struct arena *arena = op_arena(op);
    struct value id = value_str(op_id(op)), out;
    struct err ignored = { 0 };
    if (!filter || !aws_list_op(op, EC2_DescribeNetworkInterfaces, value_map_of(arena, "Filters", aws_filters(arena, filter, id, NULL), NULL),
                                &out, &ignored))
        return STR_NONE;
    struct value list = value_get(out, "NetworkInterfaces"), eni = aws_first(list);
    if (!value_present(eni))
        return STR_NONE;
    struct str about = value_text(value_get(eni, "Description")), who = value_text(value_path(eni, "Attachment.InstanceId"));
    if (str_empty(who))
        who = value_text(value_get(eni, "RequesterId"));
    if (str_empty(who))
        who = value_text(value_get(eni, "OwnerId"));
    return arena_printf(arena, "%.*s (%.*s%s%.*s)%s", STR_ARG(value_text(value_get(eni, "NetworkInterfaceId"))), STR_ARG(who),
                        about.len ? ": " : "", STR_ARG(about),
                        list.count > 1 ? arena_printf(arena, " and %u more", list.count - 1).ptr : "");
}

bool aws_delete(struct op *op, const struct aws_delete *how, struct err *err)
{
    struct value in = value_map_of(op_arena(op), how->id_member, value_str(op_id(op)), NULL), out;
    struct str in_the_way = STR_NONE;
    for (int refusals = 0;; refusals++) {
        struct err failed = { 0 }, late = { 0 };
        if (aws_call(op, how->operation, in, &out, &failed))
            return op_wait_gone(op, err);
        if (op->type->gone && op_error_is(&failed, op->type->gone))
            return true;
        bool busy = how->busy && op_error_is(&failed, how->busy);
        if (busy && refusals % LOOK_EVERY == 0) {
            in_the_way = blocker(op, how->interfaces);
            op_progress(op, "in use%s%.*s", in_the_way.len ? " by " : "", STR_ARG(in_the_way));
        }
        if (busy && op_poll_pause(op, "free", &late))
            continue;
        if (late.code) { /* what is in the way says more than that time is over */
            failed.code = late.code;
            (void)err_hint(&failed, "%s", late.hint);
        }
        if (in_the_way.len)
            (void)err_context(&failed, "%.*s (%.*s) is still used by %.*s", STR_ARG(op->address), STR_ARG(op_id(op)), STR_ARG(in_the_way));
        if (err)
            *err = failed;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
}
