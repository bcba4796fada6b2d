/*
 * step_internal.h - the kinds of steps, and what they share.
 */
#ifndef ENGINE_APPLY_STEP_INTERNAL_H
#define ENGINE_APPLY_STEP_INTERNAL_H

#include "engine/apply/apply_internal.h"

/* Each ends with step->err set (failed) or clear, and step->result filled. On a fiber; suspend. */
void step_create(struct step *step);
void step_adopt(struct step *step);
void step_create_again(struct step *step);   /* of a row whose object is gone */
void step_update(struct step *step);
void step_delete(struct step *step);
/* Deletes an object that no row names: a leftover of an interrupted create. False: step->err. */
bool step_delete_found(struct step *step, struct str uid, struct str id, struct value attrs);

const struct change *step_change(const struct step *step);
bool step_resolve(struct step *step, struct value v, struct value *ret);
bool step_settle_want(struct step *step);
struct op step_op(struct step *step, enum op_kind kind);
int64_t step_send_window_ms(const struct step *step);
void step_make_intent(struct step *step, enum intent_kind kind, struct str uid);
enum step_end step_end_of(const struct step *step, const struct op *op);
bool step_look_again(struct step *step, struct op *op);
bool step_finish(struct step *step, const char *result, const struct object *object);

/* loose.c */
int64_t loose_last_send(const struct run_state *run, const struct intent *intent);   /* wall; no request of it left later */
bool step_is_loose(const struct step *step);
void step_is_quiet(struct step *step);       /* proved: nothing sent so far may still arrive */
/* The record that tells later runs that a request of this step may still arrive; false: none is needed. */
bool step_note_loose(struct step *step, struct record *ret);
/* Waits until no loose request could hit what is about to be done to the object with these attributes. False: step->err. Suspends. */
bool step_wait_quiet(struct step *step, enum intent_kind kind, struct str uid, struct value attrs, bool *ret_waited);

/* step_settle.c: looks again at an open intent until the finding is FOUND or ABSENT. False: step->err. Suspends. */
bool step_wait_settled(struct step *step, const struct intent *intent, struct settled *ret);

#endif
