//! What the reader of TOML says, in Chinese.

/// Beginnings of its messages, longer ones before their parts.
const SAID: &[(&str, &str)] = &[
    ("duplicate key", "这个键写了两次"),
    ("key with no value", "键后面没有值，应写成 键 = 值"),
    ("missing assignment operator", "键后面缺少等号"),
    ("string values must be quoted", "文本要放在引号里"),
    ("extra assignment between key-value pairs", "一行只能有一个 键 = 值"),
    ("unexpected key or value", "这里多了内容，一行只能有一个 键 = 值"),
    ("missing value for key", "键后面没有值，应写成 键 = 值"),
    ("missing opening quote", "文本前缺少引号"),
    ("missing closing quote", "文本后缺少引号"),
    ("invalid basic string", "双引号中的文本没有写完，或其中有不能用的字符"),
    ("invalid literal string", "单引号中的文本没有写完"),
    ("invalid multi-line basic string", "多行文本没有写完"),
    ("unclosed array", "列表缺少 ]"),
    ("unclosed inline table", "花括号没有闭合"),
    ("unclosed table", "[ ] 没有闭合"),
    ("invalid inline table", "花括号中应写 键 = 值，用逗号分开"),
    ("invalid array", "列表应写成 [a, b]"),
    ("invalid table header", "应写成 [名称] 或 [[名称]]"),
    ("invalid key", "键只能用字母、数字、_ 和 -；其他的（如汉字）放在引号里"),
    ("invalid unquoted key", "键只能用字母、数字、_ 和 -；其他的（如汉字）放在引号里"),
    ("invalid number", "数写得不对"),
    ("invalid float", "小数写得不对"),
    ("invalid integer", "整数写得不对"),
    ("invalid boolean", "文本要放在引号里；真假写 true 或 false"),
    ("invalid datetime", "日期写得不对"),
    ("cannot extend value", "这个键已有值，不能再当作表"),
    ("recursion limit", "嵌套太深"),
    ("data did not match any variant", "值的类型不对"),
];

/// Names of types, as "invalid type" tells them.
const TYPES: &[(&str, &str)] = &[
    ("unit", "空"),
    ("boolean", "true 或 false"),
    ("integer", "整数"),
    ("floating point", "小数"),
    ("string", "文本"),
    ("sequence", "列表"),
    ("map", "表"),
    ("a string", "文本"),
    ("a boolean", "true 或 false"),
    ("a map", "表"),
    ("a sequence", "列表"),
    ("i64", "整数"),
    ("i32", "整数"),
    ("u64", "不小于 0 的整数"),
    ("u16", "不小于 0 的整数"),
    ("u8", "0 至 255 的整数"),
    ("f64", "数"),
];

/// A message in Chinese; what is not known is told as a fault of the syntax, with the original words.
pub(super) fn in_chinese(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    if let Some((found, expected)) = between(first, "invalid type: ", ", expected ") {
        return format!("应为{}，写的是{}", type_name(expected), type_name(found));
    }
    if let Some((found, expected)) = between(first, "invalid value: ", ", expected ") {
        return format!("应为{}，写的是{}", type_name(expected), type_name(found));
    }
    if let Some((found, known)) = between(first, "unknown variant ", ", expected ") {
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        return format!("没有「{}」这个值；可用：{}", found.trim_matches('`'), known.join("、"));
    }
    let said = SAID.iter().find(|(begun, _)| first.starts_with(begun));
    said.map_or_else(|| format!("不合 TOML 的写法（{first}）"), |(_, zh)| (*zh).to_owned())
}

fn between<'a>(message: &'a str, begun: &str, parted: &str) -> Option<(&'a str, &'a str)> {
    message.strip_prefix(begun)?.split_once(parted)
}

/// `string "abc"` is 文本 "abc".
fn type_name(told: &str) -> String {
    let (name, value) = match told.find(['"', '`']) {
        Some(at) => (told[..at].trim(), format!(" {}", &told[at..])),
        None => (told.trim(), String::new()),
    };
    let known = TYPES.iter().find(|(en, _)| *en == name);
    format!("{}{value}", known.map_or(name, |(_, zh)| zh))
}

#[cfg(test)]
mod tests {
    use super::in_chinese;

    #[test]
    fn types_and_values_are_named() {
        assert_eq!(
            in_chinese("invalid type: string \"2011\", expected i32"),
            "应为整数，写的是文本 \"2011\""
        );
        assert_eq!(
            in_chinese("unknown variant `tables`, expected one of `candidates`, `score_table`, `table`"),
            "没有「tables」这个值；可用：candidates、score_table、table"
        );
        assert_eq!(in_chinese("duplicate key"), "这个键写了两次");
    }
}
