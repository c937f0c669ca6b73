{#
    Run questions that relations share and return {key of each: its rows of the answer, or the error as text}. batches:
    of share_questions, each with `question`: SQL, whose column r is the number of the item, from 0. Reads only.
#}
{% macro ask_batches(batches) %}
    {%- set questions, found = {}, {} -%}
    {%- for batch in batches -%}
        {%- do questions.update({batch["name"]: batch["question"]}) -%}
    {%- endfor -%}
    {%- set answers = dbt_wap.ask_all(questions) if questions else {} -%}
    {%- for batch in batches -%}
        {%- set answer = answers[batch["name"]] -%}
        {%- for item in batch["items"] -%}
            {%- do found.update({item["key"]: answer if answer is string else []}) -%}
        {%- endfor -%}
        {%- for row in answer if answer is not string -%}
            {%- do found[batch["items"][row["r"] | int]["key"]].append(row) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
