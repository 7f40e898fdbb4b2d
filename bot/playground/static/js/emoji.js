// The emoji short codes that people and bots use most; any other code stays as it was typed.
const TABLE = `
+1:👍 thumbsup:👍 -1:👎 thumbsdown:👎 100:💯 alarm_clock:⏰ anchor:⚓ arrow_down:⬇️ arrow_forward:▶️ arrow_left:⬅️
arrow_right:➡️ arrow_up:⬆️ arrow_upper_right:↗️ arrow_lower_right:↘️ arrows_counterclockwise:🔄 balloon:🎈 ballot_box_with_check:☑️
bar_chart:📊 beetle:🐞 bell:🔔 no_bell:🔕 black_circle:⚫ black_square_for_stop:⏹️ blush:😊 bookmark:🔖 boom:💥 books:📚
broken_heart:💔 bug:🐛 bulb:💡 bust_in_silhouette:👤 calendar:📆 date:📅 camera:📷 card_index:📇 chains:⛓️ chart:💹
chart_with_downwards_trend:📉 chart_with_upwards_trend:📈 clap:👏 clipboard:📋 clock1:🕐 clock9:🕘 coffee:☕ construction:🚧
crossed_fingers:🤞 cry:😢 dart:🎯 desktop_computer:🖥️ door:🚪 double_vertical_bar:⏸️ email:📧 envelope:✉️ envelope_with_arrow:📩
exclamation:❗ heavy_exclamation_mark:❗ eyes:👀 fast_forward:⏩ file_folder:📁 fire:🔥 flag-gb:🇬🇧 ghost:👻 gear:⚙️ gift:🎁
globe_with_meridians:🌐 grey_question:❔ grin:😁 hammer:🔨 hammer_and_wrench:🛠️ hand:✋ handshake:🤝 heart:❤️ heavy_check_mark:✔️
heavy_minus_sign:➖ heavy_multiplication_x:✖️ heavy_plus_sign:➕ hourglass:⌛ hourglass_flowing_sand:⏳ house:🏠 inbox_tray:📥
information_source:ℹ️ joy:😂 key:🔑 label:🏷️ large_blue_circle:🔵 large_blue_square:🟦 large_brown_circle:🟤 large_green_circle:🟢
large_green_square:🟩 large_orange_circle:🟠 large_orange_square:🟧 large_purple_circle:🟣 large_red_square:🟥 large_yellow_circle:🟡
large_yellow_square:🟨 laughing:😆 link:🔗 lock:🔒 mag:🔍 mag_right:🔎 mailbox:📫 mega:📣 memo:📝 pencil:📝 microscope:🔬
moneybag:💰 mortar_board:🎓 muscle:💪 mute:🔇 new:🆕 newspaper:📰 no_entry:⛔ no_entry_sign:🚫 ok:🆗 ok_hand:👌 open_file_folder:📂
outbox_tray:📤 package:📦 page_facing_up:📄 page_with_curl:📃 paperclip:📎 party_popper:🎉 tada:🎉 phone:☎️ point_down:👇
point_left:👈 point_right:👉 point_up:☝️ pray:🙏 pushpin:📌 question:❓ raised_hands:🙌 recycle:♻️ red_circle:🔴 repeat:🔁 robot_face:🤖
rocket:🚀 rotating_light:🚨 satellite:📡 scales:⚖️ seedling:🌱 shield:🛡️ shrug:🤷 skull:💀 sleeping:😴 slightly_smiling_face:🙂
smile:😄 smiley:😃 snail:🐌 snowflake:❄️ sos:🆘 sparkles:✨ speech_balloon:💬 spider_web:🕸️ star:⭐ star2:🌟 stop_sign:🛑 stopwatch:⏱️
sunny:☀️ sunglasses:😎 tea:🍵 telephone_receiver:📞 thinking_face:🤔 thought_balloon:💭 ticket:🎫 toolbox:🧰 traffic_light:🚥 trophy:🏆
twisted_rightwards_arrows:🔀 unlock:🔓 wastebasket:🗑️ warning:⚠️ watch:⌚ wave:👋 white_check_mark:✅ white_circle:⚪ white_large_square:⬜
wink:😉 wrench:🔧 writing_hand:✍️ x:❌ negative_squared_cross_mark:❎ zap:⚡ zzz:💤 bookmark_tabs:📑 small_red_triangle:🔺
small_red_triangle_down:🔻 small_blue_diamond:🔹 small_orange_diamond:🔸 black_small_square:▪️ white_small_square:▫️ left_right_arrow:↔️
leftwards_arrow_with_hook:↩️ arrow_right_hook:↪️ back:🔙 soon:🔜 top:🔝 crescent_moon:🌙 ear:👂 brain:🧠 one:1️⃣ two:2️⃣ three:3️⃣ four:4️⃣
five:5️⃣ six:6️⃣ seven:7️⃣ eight:8️⃣ nine:9️⃣ zero:0️⃣ keycap_ten:🔟 busts_in_silhouette:👥 file_cabinet:🗄️ card_file_box:🗃️
`;

const EMOJI = new Map(TABLE.trim().split(/\s+/).map((pair) => {
  const cut = pair.lastIndexOf(':');
  return [pair.slice(0, cut), pair.slice(cut + 1)];
}));

/** The character of a short code without colons, or undefined. */
export const emojiFor = (name) => EMOJI.get(name.replace(/::skin-tone-[2-6]$/, ''));

/** The character of a hexadecimal sequence such as 1f468-200d-1f33e, or undefined. */
export function fromHex(sequence) {
  if (!/^[0-9a-f]{2,6}(-[0-9a-f]{2,6}){0,9}$/i.test(sequence ?? '')) return undefined;
  const points = sequence.split('-').map((part) => parseInt(part, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}
