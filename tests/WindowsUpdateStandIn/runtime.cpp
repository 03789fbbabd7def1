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

// What a thread's list was at its last exception.
DWORD listAtLastException;

// Whether a frame still is what was linked: its handler is the start of a function of a library. What a stack holds otherwise, data or return addresses, is not.
bool IsWhole(uintptr_t frame, uintptr_t top)
{
    if (frame == LastFrame)
        return true;
    if (frame % sizeof(void*) != 0 || frame >= top)
        return false;
    void* handler = reinterpret_cast<ExceptionFrame*>(frame)->handler;
    MEMORY_BASIC_INFORMATION memory;
    if (VirtualQuery(handler, &memory, sizeof(memory)) == 0 || memory.State != MEM_COMMIT || memory.Type != MEM_IMAGE)
        return false;
    DWORD64 base = 0;
    RUNTIME_FUNCTION* function = RtlLookupFunctionEntry(reinterpret_cast<DWORD64>(handler), &base, nullptr);
    return function != nullptr && base + function->BeginAddress == reinterpret_cast<DWORD64>(handler);
}

// While wine calls a handler it links a frame into the thread's list. .NET goes on in a catch block and leaves the frame there, whose memory is
// soon used for something else; the next exception is then looked up in it, and the thread is lost. So before each exception dead frames are taken out:
// those below the place of the exception, which are of no call that still runs, and those that something else was written over.
LONG CALLBACK UnlinkDeadFrames(EXCEPTION_POINTERS* exception)
{
    DWORD lastError = GetLastError();
    auto* thread = reinterpret_cast<NT_TIB*>(NtCurrentTeb());
    auto frame = reinterpret_cast<uintptr_t>(thread->ExceptionList);
    auto bottom = static_cast<uintptr_t>(exception->ContextRecord->Rsp);
    auto top = reinterpret_cast<uintptr_t>(thread->StackBase);
    auto before = reinterpret_cast<uintptr_t>(TlsGetValue(listAtLastException));
    while (frame != LastFrame && (frame < bottom || !IsWhole(frame, top)))
    {
        uintptr_t next = IsWhole(frame, top) ? reinterpret_cast<uintptr_t>(reinterpret_cast<ExceptionFrame*>(frame)->previous) : before;
        frame = next > frame ? next : LastFrame;
    }

    thread->ExceptionList = reinterpret_cast<decltype(thread->ExceptionList)>(frame);
    TlsSetValue(listAtLastException, reinterpret_cast<void*>(frame));
    SetLastError(lastError);
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
    // The runtime lets go of a profiler that has no class for it; the handler has to stay.
    HMODULE kept;
    GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, reinterpret_cast<LPCWSTR>(&UnlinkDeadFrames), &kept);
    listAtLastException = TlsAlloc();
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
