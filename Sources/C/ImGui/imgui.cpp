#include "CImGui.h"
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnontrivial-memcall"
#include <imgui/imgui.h>
#pragma clang diagnostic pop

static ImVec2 at(ig_point p) { return ImVec2(p.x, p.y); }

bool ig_open(const char *font, float size) {
  ImGui::CreateContext();
  ImGuiIO &io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigInputTextCursorBlink = false;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  // SDL's scancodes.
  io.KeyMap[ImGuiKey_Tab] = 43;
  io.KeyMap[ImGuiKey_LeftArrow] = 80;
  io.KeyMap[ImGuiKey_RightArrow] = 79;
  io.KeyMap[ImGuiKey_UpArrow] = 82;
  io.KeyMap[ImGuiKey_DownArrow] = 81;
  io.KeyMap[ImGuiKey_PageUp] = 75;
  io.KeyMap[ImGuiKey_PageDown] = 78;
  io.KeyMap[ImGuiKey_Home] = 74;
  io.KeyMap[ImGuiKey_End] = 77;
  io.KeyMap[ImGuiKey_Insert] = 73;
  io.KeyMap[ImGuiKey_Delete] = 76;
  io.KeyMap[ImGuiKey_Backspace] = 42;
  io.KeyMap[ImGuiKey_Space] = 44;
  io.KeyMap[ImGuiKey_Enter] = 40;
  io.KeyMap[ImGuiKey_KeyPadEnter] = 88;
  io.KeyMap[ImGuiKey_Escape] = 41;
  io.KeyMap[ImGuiKey_A] = 4;
  io.KeyMap[ImGuiKey_C] = 6;
  io.KeyMap[ImGuiKey_V] = 25;
  io.KeyMap[ImGuiKey_X] = 27;
  io.KeyMap[ImGuiKey_Y] = 28;
  io.KeyMap[ImGuiKey_Z] = 29;
  ImGui::StyleColorsDark();
  ImGuiStyle &style = ImGui::GetStyle();
  style.WindowRounding = 0;
  style.FrameRounding = 2;
  style.WindowBorderSize = 0;
  style.AntiAliasedLines = true;
  style.AntiAliasedFill = false;
  style.ItemSpacing = ImVec2(6, 3);
  style.FramePadding = ImVec2(4, 2);
  style.Colors[ImGuiCol_WindowBg] = ImVec4(0.075f, 0.085f, 0.10f, 1);
  style.Colors[ImGuiCol_FrameBg] = ImVec4(0.16f, 0.18f, 0.21f, 1);
  style.Colors[ImGuiCol_SliderGrab] = ImVec4(0.34f, 0.71f, 0.91f, 1);
  style.Colors[ImGuiCol_SliderGrabActive] = ImVec4(0.94f, 0.89f, 0.26f, 1);
  style.Colors[ImGuiCol_CheckMark] = ImVec4(0.94f, 0.89f, 0.26f, 1);
  style.Colors[ImGuiCol_NavHighlight] = ImVec4(0.94f, 0.89f, 0.26f, 1);
  static const ImWchar ranges[] = {0x20, 0xFF, 0x2010, 0x2033, 0x2190, 0x2193, 0x2212, 0x2212, 0x2260, 0x2265,
                                   0x25A0, 0x25FF, 0};
  bool found = false;
  if (font) {
    found = io.Fonts->AddFontFromFileTTF(font, size, nullptr, ranges) != nullptr;
  }
  if (!found) io.Fonts->AddFontDefault();
  io.Fonts->Build();
  return found;
}
void ig_close(void) { ImGui::DestroyContext(); }
const uint8_t *ig_sheet(int *width, int *height) {
  unsigned char *pixels = nullptr;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, width, height);
  ImGui::GetIO().Fonts->SetTexID((ImTextureID)(intptr_t)1);
  return pixels;
}
void ig_begin_frame(float width, float height, float seconds) {
  ImGuiIO &io = ImGui::GetIO();
  io.DisplaySize = ImVec2(width, height);
  io.DeltaTime = seconds > 1e-4f ? seconds : 1e-4f;
  ImGui::NewFrame();
}
void ig_end_frame(void) { ImGui::Render(); }
int ig_lists(void) {
  ImDrawData *data = ImGui::GetDrawData();
  return data && data->Valid ? data->CmdListsCount : 0;
}
bool ig_run_at(int list, int command, ig_run *run) {
  const ImDrawList *lines = ImGui::GetDrawData()->CmdLists[list];
  if (command >= lines->CmdBuffer.Size) return false;
  const ImDrawCmd &cmd = lines->CmdBuffer[command];
  const ImDrawVert *first = lines->VtxBuffer.Data + cmd.VtxOffset;
  run->positions = &first->pos.x;
  run->coordinates = &first->uv.x;
  run->colours = &first->col;
  run->stride = sizeof(ImDrawVert);
  run->vertices = lines->VtxBuffer.Size - (int)cmd.VtxOffset;
  run->indices = lines->IdxBuffer.Data + cmd.IdxOffset;
  run->count = (int)cmd.ElemCount;
  run->clip[0] = cmd.ClipRect.x;
  run->clip[1] = cmd.ClipRect.y;
  run->clip[2] = cmd.ClipRect.z;
  run->clip[3] = cmd.ClipRect.w;
  return true;
}

void ig_mouse(float x, float y) { ImGui::GetIO().MousePos = ImVec2(x, y); }
void ig_mouse_button(int button, bool down) {
  if (button >= 0 && button < 5) ImGui::GetIO().MouseDown[button] = down;
}
void ig_wheel(float notches) { ImGui::GetIO().MouseWheel += notches; }
void ig_key(int code, bool down, bool ctrl, bool shift, bool alt) {
  ImGuiIO &io = ImGui::GetIO();
  if (code >= 0 && code < 512) io.KeysDown[code] = down;
  io.KeyCtrl = ctrl;
  io.KeyShift = shift;
  io.KeyAlt = alt;
}
void ig_text_input(const char *utf8) { ImGui::GetIO().AddInputCharactersUTF8(utf8); }
void ig_forget_keys(void) {
  ImGuiIO &io = ImGui::GetIO();
  for (bool &down : io.KeysDown) down = false;
  for (bool &down : io.MouseDown) down = false;
  io.KeyCtrl = io.KeyShift = io.KeyAlt = false;
}
bool ig_wants_text(void) { return ImGui::GetIO().WantTextInput; }

bool ig_begin(const char *name, float x, float y, float width, float height) {
  ImGui::SetNextWindowPos(ImVec2(x, y));
  ImGui::SetNextWindowSize(ImVec2(width, height));
  return ImGui::Begin(name, nullptr,
                      ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                          ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoBringToFrontOnFocus);
}
void ig_end(void) { ImGui::End(); }
bool ig_child(const char *name, float width, float height) {
  return ImGui::BeginChild(name, ImVec2(width, height), false, ImGuiWindowFlags_NavFlattened);
}
void ig_end_child(void) { ImGui::EndChild(); }
void ig_text(const char *text) { ImGui::TextUnformatted(text); }
void ig_wrapped(const char *text) {
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
}
void ig_colour_text(const char *text, uint32_t colour) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
}
void ig_same_line(float x) { ImGui::SameLine(x); }
void ig_separator(void) { ImGui::Separator(); }
void ig_push_id(const char *id) { ImGui::PushID(id); }
void ig_pop_id(void) { ImGui::PopID(); }
void ig_width(float width) { ImGui::SetNextItemWidth(width); }
bool ig_button(const char *label, float width) { return ImGui::Button(label, ImVec2(width, 0)); }
bool ig_toggle(const char *label, bool on, float width) {
  if (on) {
    ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(0.94f, 0.89f, 0.26f, 1));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, ImVec4(0.98f, 0.94f, 0.45f, 1));
    ImGui::PushStyleColor(ImGuiCol_Text, ImVec4(0, 0, 0, 1));
  }
  bool pressed = ImGui::Button(label, ImVec2(width, 0));
  if (on) ImGui::PopStyleColor(3);
  return pressed;
}
bool ig_checkbox(const char *label, bool *on) { return ImGui::Checkbox(label, on); }
bool ig_slider(const char *label, float *value, float low, float high, const char *format, bool ratio) {
  ImGuiSliderFlags flags = ImGuiSliderFlags_AlwaysClamp;
  if (ratio) flags |= ImGuiSliderFlags_Logarithmic;
  return ImGui::SliderFloat(label, value, low, high, format, flags);
}
bool ig_header(const char *label, bool open) {
  return ImGui::CollapsingHeader(label, open ? ImGuiTreeNodeFlags_DefaultOpen : 0);
}
bool ig_begin_combo(const char *label, const char *shown) { return ImGui::BeginCombo(label, shown); }
void ig_end_combo(void) { ImGui::EndCombo(); }
bool ig_selectable(const char *label, bool selected) { return ImGui::Selectable(label, selected); }
void ig_bar(float share, float width, float height, const char *words) {
  ImGui::ProgressBar(share, ImVec2(width, height), words);
}
bool ig_tooltip_if_hovered(const char *text) {
  if (!ImGui::IsItemHovered()) return false;
  ImGui::SetTooltip("%s", text);
  return true;
}
bool ig_item_active(void) { return ImGui::IsItemActive(); }
bool ig_item_activated(void) { return ImGui::IsItemActivated(); }
bool ig_item_released(void) { return ImGui::IsItemDeactivated(); }
bool ig_item_focused(void) { return ImGui::IsItemFocused(); }
bool ig_area(const char *id, float width, float height) {
  ImGui::InvisibleButton(id, ImVec2(width, height));
  return ImGui::IsItemActive();
}
ig_point ig_cursor(void) {
  ImVec2 p = ImGui::GetCursorScreenPos();
  return ig_point{p.x, p.y};
}
ig_point ig_mouse_at(void) {
  ImVec2 p = ImGui::GetIO().MousePos;
  return ig_point{p.x, p.y};
}
bool ig_mouse_is_down(void) { return ImGui::GetIO().MouseDown[0]; }
float ig_room(void) { return ImGui::GetContentRegionAvail().x; }

void ig_draw_line(ig_point a, ig_point b, uint32_t colour, float width) {
  ImGui::GetWindowDrawList()->AddLine(at(a), at(b), colour, width);
}
void ig_draw_box(ig_point low, ig_point high, uint32_t colour, bool filled) {
  if (filled) {
    ImGui::GetWindowDrawList()->AddRectFilled(at(low), at(high), colour);
  } else {
    ImGui::GetWindowDrawList()->AddRect(at(low), at(high), colour);
  }
}
void ig_draw_disc(ig_point centre, float radius, uint32_t colour, bool filled) {
  if (filled) {
    ImGui::GetWindowDrawList()->AddCircleFilled(at(centre), radius, colour, 16);
  } else {
    ImGui::GetWindowDrawList()->AddCircle(at(centre), radius, colour, 16, 1.5f);
  }
}
void ig_draw_text(ig_point at_, uint32_t colour, const char *text) {
  ImGui::GetWindowDrawList()->AddText(at(at_), colour, text);
}
