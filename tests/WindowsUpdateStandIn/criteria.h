#pragma once

#include <string>
#include <vector>

class World;
struct Update;

// What a search asks for: terms that all have to hold, in groups of which one has to.
class Criteria
{
public:
    // Returns false when the text is none; then the agent refuses it.
    bool Parse(const std::wstring& text);

    bool Matches(const World& world, const Update& update) const;

private:
    struct Term
    {
        std::wstring name;
        std::wstring comparison;
        std::wstring value;
    };

    using Group = std::vector<Term>;

    static bool Matches(const Term& term, const World& world, const Update& update);

    std::vector<Group> groups_;
};
