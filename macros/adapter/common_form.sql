{#
    Return how to compare values of two column types: {before, after: SQL with {} for the column, type: the common type,
    said: the common type in words for people, or none if the types are equal}. The common type is the wider one if it
    can hold every value of both types, otherwise text. Pure.
#}
{% macro common_form(before, after) %}
    {%- do return(adapter.dispatch("common_form", "dbt_wap")(before=before, after=after)) -%}
{% endmacro %}

{% macro default__common_form(before, after) %} {%- do dbt_wap.unsupported("common_form") -%} {% endmacro %}

{# Never emit a conversion that can fail for a value. Atomic: yes, reads nothing. #}
{% macro duckdb__common_form(before, after) %}
    {%- if before == after -%}
        {%- do return({"before": "{}", "after": "{}", "type": after, "said": none}) -%}
    {%- endif -%}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- set wider = dbt_wap._duckdb_wider(old, new) -%}
    {%- if wider -%}
        {%- set form = dbt_wap._cast_form(wider) -%}
        {%- do return({"before": form, "after": form, "type": wider, "said": wider}) -%}
    {%- endif -%}
    {%- set forms = dbt_wap._duckdb_as_text(old, new, 0) -%}
    {%- do return({"before": forms[0], "after": forms[1], "type": "VARCHAR", "said": forms[2]}) -%}
{% endmacro %}

{% macro _cast_form(type) -%} cast({} as {{ type }}) {%- endmacro %}

{# Return the type that can hold every value of both types unchanged, or none. Pure. #}
{% macro _duckdb_wider(a, b) %}
    {%- if a["text"] == b["text"] -%} {%- do return(a["text"]) -%} {%- endif -%}
    {%- set parts = [] -%}
    {%- set nested = a["base"] == b["base"] and a["base"] in ["[]", "MAP", "STRUCT"] -%}
    {%- if nested and a["parts"] | length == b["parts"] | length -%}
        {%- for one in a["parts"] -%}
            {%- set other = b["parts"][loop.index0] -%}
            {%- set part = dbt_wap._duckdb_wider(one, other) if one["label"] == other["label"] else none -%}
            {%- if not part -%} {%- do return(none) -%} {%- endif -%}
            {%- do parts.append((one["label"] ~ " " if one["label"] and a["base"] == "STRUCT" else "") ~ part) -%}
        {%- endfor -%}
        {%- if a["base"] == "[]" -%}
            {%- do return(parts[0] ~ "[" ~ (a["size"] if a["size"] == b["size"] else "") ~ "]") -%}
        {%- endif -%}
        {%- do return(a["base"] ~ "(" ~ parts | join(", ") ~ ")") -%}
    {%- endif -%}
    {%- do return(dbt_wap._duckdb_wider_number(a, b)) -%}
{% endmacro %}

{#
    Return [SQL for before, SQL for after, the type to compare as]. The SQL gives equal strings for equal values of the
    two types. Pure.
#}
{% macro _duckdb_as_text(a, b, depth) %}
    {%- set text, bases = dbt_wap.text_of("{}"), [a["base"], b["base"]] -%}
    {%- set numbers = [dbt_wap._duckdb_digits(a), dbt_wap._duckdb_digits(b)] -%}
    {%- set floats = bases | select("in", ["FLOAT", "DOUBLE"]) | list -%}
    {%- if floats and (numbers[0] or numbers[1]) -%}
        {%- set form = dbt_wap._duckdb_exact_as_float((a if numbers[0] else b)["text"], floats[0]) -%}
        {%- do return([form if numbers[0] else text, form if numbers[1] else text, floats[0]]) -%}
    {%- elif numbers[0] and numbers[1] -%}
        {%- do return([dbt_wap._duckdb_plain_number(a), dbt_wap._duckdb_plain_number(b), "numbers"]) -%}
    {%- endif -%}
    {%- set times = ["DATE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"] -%}
    {%- if bases[0] in times and bases[1] in times -%}
        {%- set wider = times[[times.index(bases[0]), times.index(bases[1])] | max] -%}
        {%- if "TIMESTAMP_NS" not in bases or wider == "TIMESTAMP_NS" -%}
            {%- set form = dbt_wap._duckdb_time_as_text(wider) -%} {%- do return([form, form, wider]) -%}
        {%- endif -%}
    {%- elif bases == ["[]", "[]"] or bases == ["MAP", "MAP"] -%}
        {%- do return(dbt_wap._duckdb_lists_as_text(a, b, depth)) -%}
    {%- elif bases == ["STRUCT", "STRUCT"] -%} {%- do return(dbt_wap._duckdb_structs_as_text(a, b, depth)) -%}
    {%- elif bases == ["UNION", "UNION"] -%}
        {%- set form -%} (cast(union_tag({}) as varchar) || ' ' || {{ text }}) {%- endset -%}
        {%- do return([form, form, "text"]) -%}
    {%- endif -%}
    {%- do return([text, text, "text"]) -%}
{% endmacro %}

{# Build SQL for an exact number as a string. Convert it to the float type only if that loses nothing. Pure. #}
{% macro _duckdb_exact_as_float(exact, float) -%}
    case
        when try_cast(try_cast({} as {{ float }}) as {{ exact }}) = {}
        then cast(try_cast({} as {{ float }}) as varchar)
        else {{ dbt_wap.text_of("{}") }}
    end
{%- endmacro %}

{# Build SQL for a number as a string without trailing zeros. Pure. #}
{% macro _duckdb_plain_number(parsed) -%}
    {%- set type = "integer" if parsed["base"] == "BOOLEAN" else parsed["text"] -%}
    regexp_replace(
        regexp_replace(cast(cast({} as {{ type }}) as varchar), '([.][0-9]*[1-9])0+$', '\1'), '[.]0+$', ''
    )
{%- endmacro %}

{# Build SQL for a time as a string. Convert it to the wider type if it fits. Pure. #}
{% macro _duckdb_time_as_text(wider) -%}
    coalesce(cast(try_cast({} as {{ wider }}) as varchar), {{ dbt_wap.text_of("{}") }})
{%- endmacro %}

{# Build the SQL of _duckdb_as_text for lists, arrays and maps, element by element. Pure. #}
{% macro _duckdb_lists_as_text(a, b, depth) %}
    {%- set elements, said = [[], []], [] -%}
    {%- for one in a["parts"] -%}
        {%- set found = dbt_wap._duckdb_element(one, b["parts"][loop.index0], depth + 1) -%}
        {%- do elements[0].append(found[0]) -%} {%- do elements[1].append(found[1]) -%}
        {%- do said.append(found[2]) -%}
    {%- endfor -%}
    {%- set before = dbt_wap._duckdb_list_form(a, elements[0], "x" ~ depth) -%}
    {%- set after = dbt_wap._duckdb_list_form(b, elements[1], "x" ~ depth) -%}
    {%- do return([before, after, "MAP(" ~ said | join(", ") ~ ")" if a["base"] == "MAP" else said[0] ~ "[]"]) -%}
{% endmacro %}

{# Build SQL for a list or a map as a string, from the forms of its elements. x: the name for an element. Pure. #}
{% macro _duckdb_list_form(parsed, elements, x) -%}
    {%- set form -%}
        {%- if parsed["base"] == "MAP" -%}
            cast([
                row({{ elements[0].replace("{}", x ~ ".key") }}, {{ elements[1].replace("{}", x ~ ".value") }})
                for {{ x }} in map_entries({})
            ] as varchar)
        {%- else -%}
            cast([
                {{ elements[0].replace("{}", x) }} for {{ x }} in cast({} as {{ parsed["parts"][0]["text"] }}[])
            ] as varchar)
        {%- endif -%}
    {%- endset -%}
    {%- do return(form) -%}
{%- endmacro %}

{# Build the SQL of _duckdb_as_text for structs with the same fields. Compare other structs as text. Pure. #}
{% macro _duckdb_structs_as_text(a, b, depth) %}
    {%- set text = dbt_wap.text_of("{}") -%}
    {%- set labels = a["parts"] | map(attribute="label") | list -%}
    {%- if none in labels or labels != b["parts"] | map(attribute="label") | list -%}
        {%- do return([text, text, "text"]) -%}
    {%- endif -%}
    {%- set fields, said = [[], []], [] -%}
    {%- for one in a["parts"] -%}
        {%- set found = dbt_wap._duckdb_element(one, b["parts"][loop.index0], depth) -%}
        {%- do fields[0].append([one["label"], found[0]]) -%} {%- do fields[1].append([one["label"], found[1]]) -%}
        {%- do said.append(one["label"] ~ " " ~ found[2]) -%}
    {%- endfor -%}
    {%- set before, after = dbt_wap._duckdb_struct_form(fields[0]), dbt_wap._duckdb_struct_form(fields[1]) -%}
    {%- do return([before, after, "STRUCT(" ~ said | join(", ") ~ ")"]) -%}
{% endmacro %}

{# Build SQL for a struct as a string, from [[field, form]]. Pure. #}
{% macro _duckdb_struct_form(fields) -%}
    {%- set form -%}
        case
            when {} is not null
            then cast(struct_pack(
                {%- for label, element in fields -%}
                    {{ label }} := {{ element.replace("{}", "({})." ~ label) }}{{ ", " if not loop.last }}
                {%- endfor -%}
            ) as varchar)
        end
    {%- endset -%}
    {%- do return(form) -%}
{%- endmacro %}

{# Build the SQL of _duckdb_as_text, or use the common type if there is one. Pure. #}
{% macro _duckdb_element(a, b, depth) %}
    {%- set wider = dbt_wap._duckdb_wider(a, b) -%}
    {%- if not wider -%} {%- do return(dbt_wap._duckdb_as_text(a, b, depth)) -%} {%- endif -%}
    {%- set form = dbt_wap._cast_form(wider) -%}
    {%- do return([form, form, wider]) -%}
{% endmacro %}

{#
    Convert some types to text. HASH_AGG and IS DISTINCT FROM do not accept geography. Inside a VARIANT, 1 equals 1.0; a
    TIMESTAMP_TZ equals the same instant in another time zone; and as JSON, a date in a VARIANT looks like a string, so
    its type is added. Atomic: yes, reads nothing.
#}
{% macro snowflake__common_form(before, after) %}
    {%- set variant -%}
        (to_json({}) || case when typeof({}) like any ('DATE', 'TIME%', 'BINARY') then ' ' || typeof({}) else '' end)
    {%- endset -%}
    {%- set special = {
        "GEOGRAPHY": "to_varchar(st_asewkb({}))",
        "GEOMETRY": "to_varchar(st_asewkb({}))",
        "VARIANT": variant,
        "OBJECT": "to_json({})",
        "ARRAY": "to_json({})",
        "MAP": "to_json(cast({} as variant))",
        "VECTOR": "to_json(cast({} as array))",
        "TIMESTAMP_TZ": "to_varchar({}, 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')",
    } -%}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- if old["base"] != new["base"] -%} {%- do return(dbt_wap._snowflake_wider(old, new)) -%} {%- endif -%}
    {%- set form = special.get(new["base"], "{}") -%}
    {%- set type = "VARCHAR" if new["base"] in special else after -%}
    {%- do return({"before": form, "after": form, "type": type, "said": none if before == after else after}) -%}
{% endmacro %}

{# Return the common form of two types with different names. Pure. #}
{% macro _snowflake_wider(a, b) %}
    {%- set bases = [a["base"], b["base"]] -%}
    {%- set times = ["DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ"] -%}
    {%- if bases[0] in times and bases[1] in times -%}
        {%- set wider = times[[times.index(bases[0]), times.index(bases[1])] | max] -%}
        {%- set zoned = "to_varchar(cast({} as timestamp_tz(9)), 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')" -%}
        {%- set form = zoned if wider == "TIMESTAMP_TZ" else dbt_wap._cast_form(wider ~ "(9)") -%}
        {%- set type = "VARCHAR" if wider == "TIMESTAMP_TZ" else wider -%}
        {%- do return({"before": form, "after": form, "type": type, "said": wider}) -%}
    {%- elif bases | reject("in", ["NUMBER", "FLOAT", "DECFLOAT", "BOOLEAN"]) | list == [] -%}
        {%- set wider = (["FLOAT", "DECFLOAT", "NUMBER"] | select("in", bases) | list)[0] -%}
        {%- set before, after = dbt_wap._snowflake_number(a, wider), dbt_wap._snowflake_number(b, wider) -%}
        {%- do return({"before": before, "after": after, "type": wider, "said": wider}) -%}
    {%- endif -%}
    {%- set text = dbt_wap.text_of("{}") -%}
    {%- do return({"before": text, "after": text, "type": "VARCHAR", "said": "text"}) -%}
{% endmacro %}

{#
    Build SQL for a number or boolean in the wider type. A number with more digits than a FLOAT keeps becomes NaN, so it
    counts as different. Pure.
#}
{% macro _snowflake_number(parsed, wider) %}
    {%- if parsed["base"] == "BOOLEAN" -%}
        {%- do return("case when {} then 1 when not {} then 0 end") -%}
    {%- endif -%}
    {%- if parsed["base"] == wider or wider != "FLOAT" -%} {%- do return("{}") -%} {%- endif -%}
    {%- if parsed["base"] == "DECFLOAT" -%} {%- do return(dbt_wap._cast_form("float")) -%} {%- endif -%}
    {%- set precision, scale = parsed["parts"][0]["text"] | int, parsed["parts"][1]["text"] | int -%}
    {%- if precision <= 15 -%} {%- do return(dbt_wap._cast_form("float")) -%} {%- endif -%}
    {%- set most = "1000000000000000"[: 16 - scale] if scale <= 15 else "0" -%}
    {%- set form -%}
        case when abs({}) <= {{ most }} then cast({} as float) when {} is not null then 'NaN'::float end
    {%- endset -%}
    {%- do return(form) -%}
{% endmacro %}
