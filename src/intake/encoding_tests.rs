//! What encodings are told apart, and which are refused.

use super::*;

fn offset_of(bytes: &[u8]) -> (u64, Option<u64>) {
    match recognise(bytes, None, "a.csv") {
        Err(Error::Encoding { offset, place, .. }) => (offset, place.row),
        other => panic!("{other:?}"),
    }
}

#[test]
fn plain_encodings_are_told_apart() {
    let text = "考号,姓名,语文\n1,㐀𠮷,90\n";
    let of = |bytes: &[u8]| recognise(bytes, None, "a.csv").unwrap().encoding;
    assert_eq!(of(text.as_bytes()), Encoding::Utf8);
    assert_eq!(of(&Encoding::Gb18030.encode(text)), Encoding::Gb18030);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(of(&[b"\xFF\xFE", &wide[..]].concat()), Encoding::Utf16Le);
    assert_eq!(of(&wide), Encoding::Utf16Le);
    assert_eq!(transcode(&wide, Encoding::Utf16Le), text.as_bytes());
}

#[test]
fn a_cut_last_character_is_refused_where_it_stands() {
    let text = "考号,姓名,语文\n1,张三,九十";
    // The last character takes three bytes; one of them is cut off.
    assert_eq!(offset_of(&text.as_bytes()[..text.len() - 1]), (text.len() as u64 - 3, Some(2)));
}

#[test]
fn two_exports_in_one_file_are_refused_at_the_seam() {
    let rows = "考号,姓名,语文\n1,张三,90\n2,李四,80\n3,王小明,70\n";
    let (utf8, gb) = (rows.as_bytes(), Encoding::Gb18030.encode(rows));
    assert_eq!(offset_of(&[utf8, &gb].concat()), (utf8.len() as u64, Some(5)));
    let (offset, row) = offset_of(&[&gb, utf8].concat());
    assert!(offset >= gb.len() as u64 && row >= Some(5), "{offset} {row:?}");
    // One cell of a row.
    let row = [&Encoding::Gb18030.encode("4,")[..], "张三".as_bytes(), b",60\n"].concat();
    assert_eq!(offset_of(&[&gb[..], &row].concat()), (gb.len() as u64, Some(5)));
    let even = "甲乙,丙丁戊己\n庚辛,壬癸\n";
    assert_eq!(offset_of(&[&gb, even.as_bytes()].concat()), (gb.len() as u64, Some(5)));
}

/// Bytes of Western and other East Asian files can be valid GB18030; the offset is of the first that speak
/// against it.
#[test]
fn what_is_hardly_chinese_is_refused() {
    for (bytes, offset) in
        [(&b"id;city\n1;S\xE3o Paulo\n"[..], 11), (b"\x8E\xF3\x8C\xB1\x94\xD4\x8D\x86,\x91g\n1,a\n", 0)]
    {
        assert_eq!(offset_of(bytes).0, offset);
    }
    let of = |text: &str| {
        let bytes = Encoding::Gb18030.encode(text);
        recognise(&bytes, None, "a.csv").unwrap().encoding
    };
    for text in ["id,name,math\n1,李,90\n", "id,name,math\n1,朱镕基,90\n", "id,（a）\n1,2\n"] {
        assert_eq!(of(text), Encoding::Gb18030, "{text}");
    }
}

#[test]
fn named_encodings_are_decoded() {
    let of = |encoding: Encoding, bytes: &[u8]| String::from_utf8(transcode(bytes, encoding)).unwrap();
    assert_eq!(of(Encoding::Windows1252, b"S\xE3o"), "São");
    assert_eq!(of(Encoding::Big5, b"\xBE\xC7\xB8\xB9"), "學號");
    assert_eq!(of(Encoding::ShiftJis, b"\x91g"), "組");
    assert_eq!(of(Encoding::EucKr, b"\xC7\xD0\xB9\xF8"), "학번");
}

#[test]
fn bytes_of_no_encoding_are_refused() {
    assert_eq!(offset_of(b"a,b\n1,\xFF\xFF\n"), (6, Some(2)));
}
