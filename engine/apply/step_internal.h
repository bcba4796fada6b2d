/*
 * step_internal.h - the kinds of steps, and what they share.
 */
#ifndef ENGINE_APPLY_STEP_INTERNAL_H
#define ENGINE_APPLY_STEP_INTERNAL_H

#include "engine/apply/apply_internal.h"

/* Each ends with step->err set (failed) or clear, and step->result filled. On a fiber; suspend. */
void step_create(struct step *step);
void step_adopt(struct step *step);
void step_update(struct step *step);
void step_delete(struct step *step);

const struct change *step_change(const struct step *step);
bool step_resolve(struct step *step, struct value v, struct value *ret);
bool step_settle_want(struct step *step);
struct op step_op(struct step *step, enum op_kind kind);
void step_make_intent(struct step *step, enum intent_kind kind, struct str uid);
enum step_end step_end_of(const struct step *step, const struct op *op);
bool step_look_again(struct step *step, struct op *op);
bool step_finish(struct step *step, const char *result, const struct object *object);

/* step_settle.c: looks again at the open intent behind this change until the finding is FOUND or ABSENT. False: step->err. */
bool step_wait_settled(struct step *step, const struct intent *intent, struct settled *ret);

#endif
