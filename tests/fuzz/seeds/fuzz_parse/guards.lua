local a, b <const> = ...
if a and b.c or not (a == b) then print(a) elseif t[a] ~= nil then goto done end
for i = 1, #t, 2 do t[i] = b[a .. "x"] i = i + 1 end
for k, v in next, { [a] = 1, ["b"] = 2; c = 3, 4 } do if v then break end end
while f() do repeat local x = a until x == 1e3 end
local x, y = (a or b) and 3, a or { list { 1, 2 } }
do local z <close> = nil; function m.n:o(...) return ..., #self, -x ^ 2 // 1 end end
::done::
