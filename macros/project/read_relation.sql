{#
    Read a name where names_read expects a relation, and add it to those found unless it is a common table expression.
    Also reads the names or the query that functions such as query_table get as strings. Pure.
#}
{% macro read_relation(at, frame, here) %}
    {%- set word, next = at["words"][here], dbt_wap._word_at(at, here + 1) -%}
    {%- if word | lower not in ["lateral", "only", "if", "not", "exists"] -%}
        {%- set call = next == "(" and frame["wanted"] == "from" -%}
        {%- do frame.update({"wanted": none}) -%}
        {%- if call and word | lower in ["identifier", "table", "query_table", "query"] -%}
            {%- do dbt_wap._read_texts(at, word | lower, here + 2) -%}
        {%- elif not call and word != "@" -%}
            {%- set parts = dbt_wap._parts_of(word) -%}
            {%- if parts | length > 1 or not dbt_wap._is_cte(at, parts[0]) -%}
                {%- do at["found"].append({"parts": parts, "cte": dbt_wap._outermost_cte(at["frames"])}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# Return the parts of a written name; a part left out between two dots is "". #}
{% macro _parts_of(word) %}
    {%- if word[0] in "'$" -%} {%- do return([word]) -%} {%- endif -%}
    {%- set parts, at = [], namespace(dot=false) -%}
    {%- for piece in modules.re.findall('"(?:[^"]|"")*"|[^."\\s]+|[.]', word) -%}
        {%- if piece != "." -%} {%- do parts.append(piece) -%}
        {%- elif at.dot -%} {%- do parts.append("") -%}
        {%- endif -%}
        {%- set at.dot = piece == "." -%}
    {%- endfor -%}
    {%- do return(parts) -%}
{% endmacro %}

{# Add the relations that the string arguments of such a function name, or that the query in one reads. #}
{% macro _read_texts(at, function, here) %}
    {%- set texts = namespace(open=true) -%}
    {%- for word in at["words"][here:] -%}
        {%- if texts.open and word[0] in "'$" -%}
            {%- set text = word.strip("'$").replace("''", "'") -%}
            {%- for read in dbt_wap.names_read(text if function == "query" else "from " ~ text) -%}
                {%- do at["found"].append(dict(read, cte=dbt_wap._outermost_cte(at["frames"]))) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- set texts.open = texts.open and word[0] in "'$[,(" -%}
    {%- endfor -%}
{% endmacro %}

{# Return true for the name of a common table expression that is visible here: defined before, or recursive. #}
{% macro _is_cte(at, written) %}
    {%- set name, forms = dbt_wap._form_of(written, at["forms"]), at["forms"] -%}
    {%- for frame in at["frames"] -%}
        {%- if name in frame["ctes"] -%} {%- do return(true) -%} {%- endif -%}
        {%- if frame["recursive"] and frame["step"] == "made" and dbt_wap._form_of(frame["cte"], forms) == name -%}
            {%- do return(true) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{% macro _outermost_cte(frames) %}
    {%- set prefix = "__dbt__cte__" -%}
    {%- for frame in frames if frame["body_of"] -%}
        {%- set name = dbt_wap.unquoted_name(frame["body_of"]) -%}
        {%- if name.startswith(prefix) -%} {%- do return(name[prefix | length :]) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{# Return a name in the form in which different spellings of it are equal. `forms` caches it. #}
{% macro _form_of(name, forms) %}
    {%- if name not in forms -%}
        {%- do forms.update({name: dbt_wap.fold(dbt_wap.stored_as_typed(name))}) -%}
    {%- endif -%}
    {%- do return(forms[name]) -%}
{% endmacro %}
