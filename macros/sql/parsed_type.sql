{#
    Parse a column type into {base, label, parts, size, text}. base: the name of the type, or [] for lists and arrays;
    label: the field that has this type, as written, or none; parts: the types, numbers or strings in its brackets;
    size: the size of an array; text: the type as a string. Only this macro parses types: names, ENUM values and nested
    types may contain quotes, commas and brackets. Pure.
#}
{% macro parsed_type(type) %}
    {%- set plain = modules.re.match("^([A-Z_ ]+)(?:[(]([0-9]+)(?:, *([0-9]+))?[)])?$", type) -%}
    {%- if plain -%}
        {%- set parts = [] -%}
        {%- for number in [plain.group(2), plain.group(3)] if number -%}
            {%- do parts.append({"base": number, "label": none, "parts": [], "size": "", "text": number}) -%}
        {%- endfor -%}
        {%- do return({"base": plain.group(1), "label": none, "parts": parts, "size": "", "text": type}) -%}
    {%- endif -%}
    {%- set quoted = '"(?:[^"]|"")*"' ~ "|'(?:[^']|'')*'" -%}
    {%- set open = [dbt_wap._open_parts(false)] -%}
    {%- for token in modules.re.findall(quoted ~ "|\\[[0-9]*\\]|[(),]|[^\\s\"'(),\\[\\]]+", type) -%}
        {%- set inner = open[-1] -%}
        {%- if token == "(" -%}
            {%- set base = (inner["words"] or [""])[-1] | upper -%}
            {%- do open.append(dbt_wap._open_parts(base in ["STRUCT", "UNION", "OBJECT"])) -%}
        {%- elif token == ")" and open | length > 1 -%}
            {%- if inner["words"] or inner["made"] -%}
                {%- do inner["done"].append(dbt_wap._made_type(inner)) -%}
            {%- endif -%}
            {%- do open.pop() -%}
            {%- do open[-1].update({"parts": inner["done"]}) -%}
        {%- elif token == "," -%}
            {%- do inner["done"].append(dbt_wap._made_type(inner)) -%}
            {%- do inner.update({"words": [], "parts": none, "made": none}) -%}
        {%- elif token.startswith("[") -%}
            {%- set element = dbt_wap._made_type(inner) -%}
            {%- do inner.update(
                {
                    "made": {
                        "base": "[]",
                        "label": element["label"],
                        "parts": [element],
                        "size": token[1:-1],
                        "text": element["text"] ~ token,
                    }
                }
            ) -%}
        {%- else -%} {%- do inner["words"].append(token) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap._made_type(open[0])) -%}
{% endmacro %}

{# Return the state for a new pair of brackets. Pure. #}
{% macro _open_parts(labelled) %}
    {%- do return({"labelled": labelled, "words": [], "parts": none, "made": none, "done": []}) -%}
{% endmacro %}

{# Build a type from the words and brackets read so far. Pure. #}
{% macro _made_type(inner) %}
    {%- if inner["made"] -%} {%- do return(inner["made"]) -%} {%- endif -%}
    {%- set labelled = inner["labelled"] and inner["words"] | length > 1 -%}
    {%- set base = inner["words"][1 if labelled else 0:] | join(" ") -%}
    {%- set texts = [] -%}
    {%- for part in inner["parts"] or [] -%}
        {%- do texts.append((part["label"] ~ " " if part["label"] else "") ~ part["text"]) -%}
    {%- endfor -%}
    {%- do return(
        {
            "base": base,
            "label": inner["words"][0] if labelled else none,
            "parts": inner["parts"] or [],
            "size": "",
            "text": base ~ ("(" ~ texts | join(", ") ~ ")" if texts else ""),
        }
    ) -%}
{% endmacro %}
