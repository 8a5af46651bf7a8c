// Dear ImGui behind plain C, so that C++ goes no further. One context a process; for one thread.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct { float x, y; } ig_point;
/// A run of triangles under one clip rectangle.
typedef struct {
  const float *positions;   // pairs, `stride` bytes apart
  const float *coordinates; // of the type's sheet
  const uint32_t *colours;  // R, G, B, A in memory
  int stride;               // [bytes] between vertices
  int vertices;
  const uint16_t *indices;
  int count;                // of indices
  float clip[4];            // left, top, right, bottom [px]
} ig_run;

/// A font of `size` [px]; false where it cannot be read, and ImGui's own is taken.
bool ig_open(const char *font, float size);
void ig_close(void);
/// The sheet of type: R, G, B, A bytes.
const uint8_t *ig_sheet(int *width, int *height);

void ig_begin_frame(float width, float height, float seconds);
void ig_end_frame(void);
/// Runs of the last frame, one after the other; false behind the last.
bool ig_run_at(int list, int command, ig_run *run);
int ig_lists(void);

void ig_mouse(float x, float y);
void ig_mouse_button(int button, bool down);
void ig_wheel(float notches);
/// `code`: SDL's scancode.
void ig_key(int code, bool down, bool ctrl, bool shift, bool alt);
void ig_text_input(const char *utf8);
void ig_forget_keys(void);
bool ig_wants_text(void);

bool ig_begin(const char *name, float x, float y, float width, float height);
void ig_end(void);
bool ig_child(const char *name, float width, float height);
void ig_end_child(void);
void ig_text(const char *text);
void ig_wrapped(const char *text);
void ig_colour_text(const char *text, uint32_t colour);
void ig_same_line(float x);
void ig_separator(void);
void ig_push_id(const char *id);
void ig_pop_id(void);
void ig_width(float width);
bool ig_button(const char *label, float width);
bool ig_toggle(const char *label, bool on, float width);
bool ig_checkbox(const char *label, bool *on);
bool ig_slider(const char *label, float *value, float low, float high, const char *format, bool ratio);
bool ig_header(const char *label, bool open);
bool ig_begin_combo(const char *label, const char *shown);
void ig_end_combo(void);
bool ig_selectable(const char *label, bool selected);
void ig_bar(float share, float width, float height, const char *words);
bool ig_tooltip_if_hovered(const char *text);
bool ig_item_active(void);
bool ig_item_activated(void);
bool ig_item_released(void);
bool ig_item_focused(void);
bool ig_area(const char *id, float width, float height);
ig_point ig_cursor(void);
ig_point ig_mouse_at(void);
bool ig_mouse_is_down(void);
float ig_room(void);

void ig_draw_line(ig_point a, ig_point b, uint32_t colour, float width);
void ig_draw_box(ig_point low, ig_point high, uint32_t colour, bool filled);
void ig_draw_disc(ig_point centre, float radius, uint32_t colour, bool filled);
void ig_draw_text(ig_point at, uint32_t colour, const char *text);

#ifdef __cplusplus
}
#endif
