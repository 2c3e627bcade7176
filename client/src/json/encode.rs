//! Types into text.

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{Malformed, write_number};

type Written = Result<(), Malformed>;

impl ser::Error for Malformed {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Writes one value behind a text.
pub(super) struct Writer<'a>(pub(super) &'a mut String);

/// Writes the parts of a list or object.
pub(super) struct Parts<'a> {
    text: &'a mut String,
    is_first: bool,
    /// What closes it.
    end: &'static str,
}

impl<'a> Writer<'a> {
    fn parts(self, begin: char, end: &'static str) -> Parts<'a> {
        self.0.push(begin);
        Parts {
            text: self.0,
            is_first: true,
            end,
        }
    }

    /// The content of a variant is the one member of an object named after it.
    fn variant(self, name: &str) -> Self {
        self.0.push('{');
        write_text(name, self.0);
        self.0.push(':');
        self
    }
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        if !std::mem::take(&mut self.is_first) {
            self.text.push(',');
        }
        it.serialize(Writer(self.text))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, it: &T) -> Written {
        self.item(name)?;
        self.text.push(':');
        it.serialize(Writer(self.text))
    }

    fn close(self) -> Written {
        self.text.push_str(self.end);
        Ok(())
    }
}

fn write_text(it: &str, text: &mut String) {
    text.push('"');
    for c in it.chars() {
        match c {
            '"' | '\\' => {
                text.push('\\');
                text.push(c);
            }
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..='\x1f' => {
                text.push_str("\\u00");
                text.push(if c < '\x10' { '0' } else { '1' });
                text.extend(char::from_digit(u32::from(c) & 15, 16));
            }
            _ => text.push(c),
        }
    }
    text.push('"');
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Parts<'a>;
    type SerializeTupleStruct = Parts<'a>;
    type SerializeTupleVariant = Parts<'a>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Parts<'a>;

    fn serialize_bool(self, it: bool) -> Written {
        self.0.push_str(if it { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, it: i8) -> Written {
        self.serialize_i64(it.into())
    }

    fn serialize_i16(self, it: i16) -> Written {
        self.serialize_i64(it.into())
    }

    fn serialize_i32(self, it: i32) -> Written {
        self.serialize_i64(it.into())
    }

    fn serialize_i64(self, it: i64) -> Written {
        if it < 0 {
            self.0.push('-');
        }
        self.serialize_u64(it.unsigned_abs())
    }

    fn serialize_u8(self, it: u8) -> Written {
        self.serialize_u64(it.into())
    }

    fn serialize_u16(self, it: u16) -> Written {
        self.serialize_u64(it.into())
    }

    fn serialize_u32(self, it: u32) -> Written {
        self.serialize_u64(it.into())
    }

    fn serialize_u64(self, it: u64) -> Written {
        write_number(it, self.0);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Malformed)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Malformed)
    }

    fn serialize_char(self, it: char) -> Written {
        self.serialize_str(it.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, it: &str) -> Written {
        write_text(it, self.0);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Malformed)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Written {
        it.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, it: &T) -> Written {
        it.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        it: &T,
    ) -> Written {
        let writer = self.variant(variant);
        it.serialize(Writer(writer.0))?;
        writer.0.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Malformed> {
        Ok(self.parts('[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'a>, Malformed> {
        Ok(self.parts('[', "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Malformed> {
        Ok(self.parts('[', "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Malformed> {
        Ok(self.variant(variant).parts('[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'a>, Malformed> {
        Ok(self.parts('{', "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Malformed> {
        Ok(self.parts('{', "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'a>, Malformed> {
        Ok(self.variant(variant).parts('{', "}}"))
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        self.item(it)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        self.item(it)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        self.item(it)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeTupleVariant for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        self.item(it)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    /// Keys are ids: texts.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        let before = self.text.len() + usize::from(!self.is_first);
        self.item(key)?;
        let is_text = self.text.as_bytes().get(before) == Some(&b'"');
        self.text.push(':');
        if is_text { Ok(()) } else { Err(Malformed) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, it: &T) -> Written {
        it.serialize(Writer(self.text))
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, it: &T) -> Written {
        self.member(name, it)
    }

    fn end(self) -> Written {
        self.close()
    }
}

impl SerializeStructVariant for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, it: &T) -> Written {
        self.member(name, it)
    }

    fn end(self) -> Written {
        self.close()
    }
}
