{#
    How values of two types are brought to one: {before, after: SQL text with {} for the column, type: what both then
    are, said: as what they are compared, for people, none where the types are equal}. It is the wider type, where every
    value of both has its place in it, or else text. Pure.
#}
{% macro common_form(before, after) %}
    {%- do return(adapter.dispatch("common_form", "dbt_wap")(before=before, after=after)) -%}
{% endmacro %}

{% macro default__common_form(before, after) %} {%- do dbt_wap.unsupported("common_form") -%} {% endmacro %}

{# A conversion that could fail for a value is not asked for. Atomic: yes, reads nothing. #}
{% macro duckdb__common_form(before, after) %}
    {%- if before == after -%}
        {%- do return({"before": "{}", "after": "{}", "type": after, "said": none}) -%}
    {%- endif -%}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- set wider = dbt_wap._duckdb_wider(old, new) -%}
    {%- if wider -%}
        {%- set how = "cast({} as " ~ wider ~ ")" -%}
        {%- do return({"before": how, "after": how, "type": wider, "said": wider}) -%}
    {%- endif -%}
    {%- set how = dbt_wap._duckdb_as_text(old, new, 0) -%}
    {%- do return({"before": how[0], "after": how[1], "type": "VARCHAR", "said": how[2]}) -%}
{% endmacro %}

{# The type in which every value of both has a place of its own, none if there is none. #}
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

{# As _duckdb_wider, of numbers; a decimal of 15 digits is one DOUBLE, one of 6 one FLOAT. #}
{% macro _duckdb_wider_number(a, b) %}
    {%- set floats = [a["base"], b["base"]] | select("in", ["FLOAT", "DOUBLE"]) | list -%}
    {%- if floats | length == 2 -%} {%- do return("DOUBLE") -%} {%- endif -%}
    {%- set one, other = dbt_wap._duckdb_digits(a), dbt_wap._duckdb_digits(b) -%}
    {%- if floats and (one or other) -%}
        {%- set whole, scale = one or other -%}
        {%- if "FLOAT" in floats and whole + scale <= 6 -%} {%- do return("FLOAT") -%} {%- endif -%}
        {%- do return("DOUBLE" if whole + scale <= 15 and ("DOUBLE" in floats or not scale) else none) -%}
    {%- endif -%}
    {%- if not one or not other -%} {%- do return(none) -%} {%- endif -%}
    {%- set signed = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"] -%}
    {%- set ranks = {"BOOLEAN": 0, "UTINYINT": 1, "USMALLINT": 2, "UINTEGER": 3, "UBIGINT": 4} -%}
    {%- set found = [] -%}
    {%- for base in [a["base"], b["base"]] if base in signed or base in ranks -%}
        {%- do found.append(signed.index(base) if base in signed else ranks[base]) -%}
    {%- endfor -%}
    {%- if found | length == 2 -%} {%- do return(signed[found | max]) -%} {%- endif -%}
    {%- set whole, scale = [one[0], other[0]] | max, [one[1], other[1]] | max -%}
    {%- if "DECIMAL" not in [a["base"], b["base"]] or whole + scale > 38 -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- do return("DECIMAL(" ~ (whole + scale) ~ "," ~ scale ~ ")") -%}
{% endmacro %}

{# [of before, of after: texts that are equal for equal values of two types, as what that is compared]. #}
{% macro _duckdb_as_text(a, b, depth) %}
    {%- set text = dbt_wap.text_of("{}") -%}
    {%- set numbers = [dbt_wap._duckdb_digits(a), dbt_wap._duckdb_digits(b)] -%}
    {%- set floats = [a["base"], b["base"]] | select("in", ["FLOAT", "DOUBLE"]) | list -%}
    {%- if floats and (numbers[0] or numbers[1]) -%}
        {#- A number that the float gives back as it was is compared as one. -#}
        {%- set exact = (a if numbers[0] else b)["text"] -%}
        {%- set near = "try_cast({} as " ~ floats[0] ~ ")" -%}
        {%- set how = (
            "case when try_cast(" ~ near ~ " as " ~ exact ~ ") = {} then cast(" ~ near ~ " as varchar) else "
            ~ text ~ " end"
        ) -%}
        {%- do return([how if numbers[0] else text, how if numbers[1] else text, floats[0]]) -%}
    {%- endif -%}
    {%- if numbers[0] and numbers[1] -%}
        {%- set digits = "regexp_replace(cast(cast({} as #) as varchar), '([.][0-9]*[1-9])0+$', '\\1')" -%}
        {%- set plain = "regexp_replace(" ~ digits ~ ", '[.]0+$', '')" -%}
        {%- set hows = [] -%}
        {%- for each in [a, b] -%}
            {%- do hows.append(plain.replace("#", "integer" if each["base"] == "BOOLEAN" else each["text"])) -%}
        {%- endfor -%}
        {%- do return([hows[0], hows[1], "numbers"]) -%}
    {%- endif -%}
    {%- set times = ["DATE", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"] -%}
    {%- if a["base"] in times and b["base"] in times -%}
        {%- set wider = times[[times.index(a["base"]), times.index(b["base"])] | max] -%}
        {%- if "TIMESTAMP_NS" in [a["base"], b["base"]] and wider != "TIMESTAMP_NS" -%}
            {%- do return([text, text, "text"]) -%}
        {%- endif -%}
        {%- set how = "coalesce(cast(try_cast({} as " ~ wider ~ ") as varchar), " ~ text ~ ")" -%}
        {%- do return([how, how, wider]) -%}
    {%- endif -%}
    {%- if a["base"] == b["base"] -%}
        {%- if a["base"] in ["[]", "MAP"] -%}
            {%- do return(dbt_wap._duckdb_lists_as_text(a, b, depth)) -%}
        {%- endif -%}
        {%- if a["base"] == "STRUCT" -%}
            {%- do return(dbt_wap._duckdb_structs_as_text(a, b, depth)) -%}
        {%- endif -%}
        {%- if a["base"] == "UNION" -%}
            {%- set how = "(cast(union_tag({}) as varchar) || ' ' || " ~ text ~ ")" -%}
            {%- do return([how, how, "text"]) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do return([text, text, "text"]) -%}
{% endmacro %}

{# As _duckdb_as_text, of lists, arrays and maps: element by element. #}
{% macro _duckdb_lists_as_text(a, b, depth) %}
    {%- set name, hows, said, found = "x" ~ depth, [], [], [] -%}
    {%- for one in a["parts"] -%}
        {%- do found.append(dbt_wap._duckdb_element(one, b["parts"][loop.index0], depth + 1)) -%}
        {%- do said.append(found[-1][2]) -%}
    {%- endfor -%}
    {%- for side in [0, 1] -%}
        {%- set parsed = [a, b][side] -%}
        {%- if parsed["base"] == "MAP" -%}
            {%- set key = found[0][side].replace("{}", name ~ ".key") -%}
            {%- set value = found[1][side].replace("{}", name ~ ".value") -%}
            {%- set pair = "row(" ~ key ~ ", " ~ value ~ ")" -%}
            {%- do hows.append("cast([" ~ pair ~ " for " ~ name ~ " in map_entries({})] as varchar)") -%}
        {%- else -%}
            {%- set list = "cast({} as " ~ parsed["parts"][0]["text"] ~ "[])" -%}
            {%- do hows.append(
                "cast([" ~ found[0][side].replace("{}", name) ~ " for " ~ name ~ " in " ~ list ~ "] as varchar)"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return([hows[0], hows[1], "MAP(" ~ said | join(", ") ~ ")" if a["base"] == "MAP" else said[0] ~ "[]"]) -%}
{% endmacro %}

{# As _duckdb_as_text, of structs of the same fields; of others as text. #}
{% macro _duckdb_structs_as_text(a, b, depth) %}
    {%- set text = dbt_wap.text_of("{}") -%}
    {%- set labels = a["parts"] | map(attribute="label") | list -%}
    {%- if none in labels or labels != b["parts"] | map(attribute="label") | list -%}
        {%- do return([text, text, "text"]) -%}
    {%- endif -%}
    {%- set fields, said = [[], []], [] -%}
    {%- for one in a["parts"] -%}
        {%- set found = dbt_wap._duckdb_element(one, b["parts"][loop.index0], depth) -%}
        {%- set field = "({})." ~ one["label"] -%}
        {%- for side in [0, 1] -%}
            {%- do fields[side].append(one["label"] ~ " := " ~ found[side].replace("{}", field)) -%}
        {%- endfor -%}
        {%- do said.append(one["label"] ~ " " ~ found[2]) -%}
    {%- endfor -%}
    {%- set hows = [] -%}
    {%- for side in [0, 1] -%}
        {%- do hows.append(
            "case when {} is not null then cast(struct_pack(" ~ fields[side] | join(", ") ~ ") as varchar) end"
        ) -%}
    {%- endfor -%}
    {%- do return([hows[0], hows[1], "STRUCT(" ~ said | join(", ") ~ ")"]) -%}
{% endmacro %}

{# As _duckdb_as_text, but of a type that both have in common where there is one. #}
{% macro _duckdb_element(a, b, depth) %}
    {%- set wider = dbt_wap._duckdb_wider(a, b) -%}
    {%- set how = "cast({} as " ~ wider ~ ")" -%}
    {%- do return([how, how, wider] if wider else dbt_wap._duckdb_as_text(a, b, depth)) -%}
{% endmacro %}

{#
    HASH_AGG and IS DISTINCT FROM take no geography; inside a VARIANT 1 and 1.0, and in a TIMESTAMP_TZ one instant in
    two zones, would be equal, and as JSON a date of a VARIANT is a text. Atomic: yes, reads nothing.
#}
{% macro snowflake__common_form(before, after) %}
    {%- set odd = "typeof({}) like any ('DATE', 'TIME%', 'BINARY')" -%}
    {%- set special = {
        "GEOGRAPHY": "to_varchar(st_asewkb({}))",
        "GEOMETRY": "to_varchar(st_asewkb({}))",
        "VARIANT": "(to_json({}) || case when " ~ odd ~ " then ' ' || typeof({}) else '' end)",
        "OBJECT": "to_json({})",
        "ARRAY": "to_json({})",
        "MAP": "to_json(cast({} as variant))",
        "VECTOR": "to_json(cast({} as array))",
        "TIMESTAMP_TZ": "to_varchar({}, 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')",
    } -%}
    {%- set old, new = dbt_wap.parsed_type(before), dbt_wap.parsed_type(after) -%}
    {%- set said = none if before == after else after -%}
    {%- if old["base"] == new["base"] and new["base"] in special -%}
        {%- set how = special[new["base"]] -%}
        {%- do return({"before": how, "after": how, "type": "VARCHAR", "said": said}) -%}
    {%- endif -%}
    {%- if old["base"] == new["base"] -%}
        {%- do return({"before": "{}", "after": "{}", "type": after, "said": said}) -%}
    {%- endif -%}
    {%- do return(dbt_wap._snowflake_wider(old, new)) -%}
{% endmacro %}

{# As common_form, of two types of different names. #}
{% macro _snowflake_wider(a, b) %}
    {%- set bases, found = [a["base"], b["base"]], [] -%}
    {%- set times = ["DATE", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ"] -%}
    {%- set zoned = "to_varchar(cast({} as timestamp_tz(9)), 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')" -%}
    {%- for each in [a, b] -%}
        {%- if bases[0] in times and bases[1] in times -%}
            {%- set wider = times[[times.index(bases[0]), times.index(bases[1])] | max] -%}
            {%- set how = zoned if wider == "TIMESTAMP_TZ" else "cast({} as " ~ wider ~ "(9))" -%}
            {%- do found.append([how, "VARCHAR" if wider == "TIMESTAMP_TZ" else wider, wider]) -%}
        {%- elif bases | reject("in", ["NUMBER", "FLOAT", "DECFLOAT", "BOOLEAN"]) | list == [] -%}
            {%- set wider = (["FLOAT", "DECFLOAT", "NUMBER"] | select("in", bases) | list)[0] -%}
            {%- do found.append([dbt_wap._snowflake_number(each, wider), wider, wider]) -%}
        {%- else -%} {%- do found.append([dbt_wap.text_of("{}"), "VARCHAR", "text"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return({"before": found[0][0], "after": found[1][0], "type": found[1][1], "said": found[1][2]}) -%}
{% endmacro %}

{# A number or truth value as `wider`; one of more digits than a FLOAT keeps is none of its values, so it differs. #}
{% macro _snowflake_number(parsed, wider) %}
    {%- if parsed["base"] == "BOOLEAN" -%}
        {%- do return("case when {} then 1 when not {} then 0 end") -%}
    {%- endif -%}
    {%- if parsed["base"] == wider or wider != "FLOAT" -%} {%- do return("{}") -%} {%- endif -%}
    {%- if parsed["base"] == "DECFLOAT" -%} {%- do return("cast({} as float)") -%} {%- endif -%}
    {%- set precision, scale = parsed["parts"][0]["text"] | int, parsed["parts"][1]["text"] | int -%}
    {%- if precision <= 15 -%} {%- do return("cast({} as float)") -%} {%- endif -%}
    {%- set most = "1000000000000000"[: 16 - scale] if scale <= 15 else "0" -%}
    {%- do return(
        "case when abs({}) <= " ~ most ~ " then cast({} as float) when {} is not null then 'NaN'::float end"
    ) -%}
{% endmacro %}
