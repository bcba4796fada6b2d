-- [==[ not a long comment
local vpc = aws.vpc "main" { cidr_block = "10.0.0.0/16", tags = { Name = 'a\z
   b\x41\u{20AC}\065\
' } } --[[ long ]] --[==[ longer
]] ]==]
for i, az in ipairs { "a", "b" } do
  aws.subnet("private-" .. az) { vpc_id = vpc.id, n = 0x1.8p3 >> 2 & ~1, s = [=[
]] ]=] }
end
