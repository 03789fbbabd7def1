// What .NET under wine needs beside the agent. The runtime loads this library before any managed code when it is named as a profiler.

#include <windows.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace
{
struct ExceptionFrame
{
    ExceptionFrame* previous;
    void* handler;
};

constexpr auto LastFrame = static_cast<uintptr_t>(-1);

// While wine calls a handler it links a frame into the thread's list. .NET goes on in a catch block and leaves the frame there, whose memory is
// soon used for something else; the next exception is then looked up in it, and the thread is lost. Frames below the place of an exception are of no call that still runs.
LONG CALLBACK UnlinkDeadFrames(EXCEPTION_POINTERS* exception)
{
    auto* thread = reinterpret_cast<NT_TIB*>(NtCurrentTeb());
    auto frame = reinterpret_cast<uintptr_t>(thread->ExceptionList);
    auto bottom = static_cast<uintptr_t>(exception->ContextRecord->Rsp);
    auto top = reinterpret_cast<uintptr_t>(thread->StackBase);
    while (frame != LastFrame && frame < bottom)
    {
        auto next = reinterpret_cast<uintptr_t>(reinterpret_cast<ExceptionFrame*>(frame)->previous);
        frame = next > frame && next < top ? next : LastFrame;
    }

    thread->ExceptionList = reinterpret_cast<decltype(thread->ExceptionList)>(frame);
    return EXCEPTION_CONTINUE_SEARCH;
}

ULONGLONG uptimeAtLoad;
LARGE_INTEGER counterAtLoad;
LARGE_INTEGER countsInSecond;

ULONGLONG WINAPI GetPretendedTicks()
{
    LARGE_INTEGER counter;
    QueryPerformanceCounter(&counter);
    return uptimeAtLoad + static_cast<ULONGLONG>((counter.QuadPart - counterAtLoad.QuadPart) * 1000 / countsInSecond.QuadPart);
}

void Redirect(void* function, ULONGLONG (WINAPI* target)())
{
    // mov rax, target; jmp rax
    unsigned char code[] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0};
    memcpy(code + 2, &target, sizeof(target));
    DWORD protection = 0;
    if (!VirtualProtect(function, sizeof(code), PAGE_EXECUTE_READWRITE, &protection))
        return;
    memcpy(function, code, sizeof(code));
    VirtualProtect(function, sizeof(code), protection, &protection);
    FlushInstructionCache(GetCurrentProcess(), function, sizeof(code));
}
}

void CureRuntime()
{
    AddVectoredExceptionHandler(1, UnlinkDeadFrames);
}

// A machine of tests is not started anew, so a process is told that its machine was: by this variable, in milliseconds.
void PretendUptime()
{
    char text[32];
    DWORD length = GetEnvironmentVariableA("WUA_STANDIN_UPTIME", text, sizeof(text));
    if (length == 0 || length >= sizeof(text))
        return;
    uptimeAtLoad = strtoull(text, nullptr, 10);
    QueryPerformanceCounter(&counterAtLoad);
    QueryPerformanceFrequency(&countsInSecond);
    Redirect(reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "GetTickCount64")), GetPretendedTicks);
}
